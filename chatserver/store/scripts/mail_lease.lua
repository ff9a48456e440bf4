-- Give mails that are due, and those whose sender has died, to one worker (contract R21).
-- KEYS[1] site prefix; ARGV: now (ms by the office clock), a token, the lease's life in ms, how many at most.
-- Reply: names with `!` before those that another worker had and lost.
local site, now, token, life, most = KEYS[1], ARGV[1], ARGV[2], tonumber(ARGV[3]), tonumber(ARGV[4])
local time = redis.call('TIME') -- leases run on Redis' own clock (R19)
local clock = time[1] * 1000 + math.floor(time[2] / 1000)
local given = {}

local function lease(name, fields)
  local conversation, n = string.match(name, '^(%x+)%.(%d+)$')
  local mail = site .. ':conversation:' .. conversation .. ':mail:' .. n
  redis.call('ZREM', site .. ':outbox', name)
  if redis.call('HEXISTS', mail, 'kind') == 0 then -- its conversation was removed
    redis.call('ZREM', site .. ':leased', name)
    return false
  end
  redis.call('HSET', mail, 'state', 'leased', 'lease', token, unpack(fields))
  redis.call('ZADD', site .. ':leased', string.format('%.0f', clock + life), name)
  return mail
end

-- After a step back of the clock no lease lasts longer than one given now (R19).
local longest = string.format('%.0f', clock + life)
for _, name in ipairs(redis.call('ZRANGE', site .. ':leased', '(' .. longest, '+inf', 'BYSCORE')) do
  redis.call('ZADD', site .. ':leased', longest, name)
end
for _, name in ipairs(redis.call('ZRANGE', site .. ':leased', '-inf', clock, 'BYSCORE', 'LIMIT', 0, most)) do
  if lease(name, {}) then given[#given + 1] = '!' .. name end
end
for _, name in ipairs(redis.call('ZRANGE', site .. ':outbox', '-inf', now, 'BYSCORE', 'LIMIT', 0, most - #given)) do
  local mail = lease(name, { 'phase', '' })
  if mail then
    redis.call('HINCRBY', mail, 'attempts', 1)
    if (redis.call('HGET', mail, 'tried_at') or '') == '' then redis.call('HSET', mail, 'tried_at', now) end
    given[#given + 1] = name
  end
end
return given
