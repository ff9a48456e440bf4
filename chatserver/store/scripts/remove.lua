-- Remove a conversation that is long closed, with all that hangs on it, and a visitor who has no other (retention).
-- KEYS[1] site prefix; ARGV: conversation, the instant (ms) by which it must have been closed. Reply: 1 when it is gone.
local site, id = KEYS[1], ARGV[1]
local key = site .. ':conversation:' .. id
local known = redis.call('HMGET', key, 'status', 'closed_at', 'visitor', 'identity')
if known[1] and (known[1] ~= 'closed' or tonumber(known[2] or 0) > tonumber(ARGV[2])) then return 0 end
for _, list in ipairs({ ':inbox:closed', ':inbox:unseen', ':deadlines', ':rated' }) do redis.call('ZREM', site .. list, id) end
local guests = redis.call('SMEMBERS', key .. ':let_in') -- whom a mail's link had let in
remove_mails(site, id)
remove_files(site, id)
redis.call('UNLINK', key, key .. ':messages', key .. ':cids', key .. ':why', key .. ':notes')
redis.call('INCR', site .. ':inbox:version')
if not known[3] then return 1 end

local function forget_visitor(visitor)
  local one = site .. ':visitor:' .. visitor
  if redis.call('ZCARD', one .. ':conversations') > 0 then return false end
  redis.call('UNLINK', one, one .. ':trail', one .. ':here', one .. ':conversations')
  return true
end

for _, visitor in ipairs(guests) do -- all browsers of a person go with the person
  if redis.call('HEXISTS', site .. ':visitor:' .. visitor, 'identity') == 0 then forget_visitor(visitor) end
end

local visitor_key = site .. ':visitor:' .. known[3]
redis.call('ZREM', visitor_key .. ':conversations', id)
local identity = known[4] or ''
if identity == '' then identity = redis.call('HGET', visitor_key, 'identity') or '' end
if identity == '' then
  forget_visitor(known[3])
  return 1
end
local person = site .. ':identity:' .. identity -- all browsers of a person stay while one conversation does
redis.call('ZREM', person .. ':conversations', id)
if redis.call('ZCARD', person .. ':conversations') > 0 then return 1 end
for _, visitor in ipairs(redis.call('SMEMBERS', person .. ':visitors')) do
  if forget_visitor(visitor) then redis.call('SREM', person .. ':visitors', visitor) end
end
if redis.call('SCARD', person .. ':visitors') == 0 then redis.call('UNLINK', person, person .. ':conversations') end
return 1
