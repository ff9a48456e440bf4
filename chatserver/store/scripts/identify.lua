-- A token was verified: this visitor is that person (contract S2). KEYS[1] site prefix; ARGV: visitor, hash of their
-- secret, digest of the person's id, then id, name, email, plan, end and beginning of the proof (ms), now (ms).
-- Reply: {'ok', name, email, plan, until, the visitor's conversation before they had an identity} or {reason}.
local visitor, secret, identity, now = ARGV[1], ARGV[2], ARGV[3], ARGV[10]
local visitor_key, key = KEYS[1] .. ':visitor:' .. visitor, KEYS[1] .. ':identity:' .. identity
local who = redis.call('HMGET', visitor_key, 'secret_hash', 'blocked', 'identity', 'identity_from', 'conversation')
if who[2] or (who[1] and who[1] ~= secret) then return { 'blocked' } end
if who[3] and who[3] ~= identity then return { 'identity_other' } end -- a secret belongs to one person, for ever

-- Who has never written, and a person of whom there is nothing else, are kept for so long after their last token (R1).
local LIFE_S, LOOKED_AT = 30 * 24 * 3600, 20
local lasts = who[1] and redis.call('TTL', visitor_key) == -1
local person_lasts = lasts or redis.call('TTL', key) == -1
redis.call('HSETNX', visitor_key, 'secret_hash', secret)
redis.call('HSETNX', visitor_key, 'created_at', now)
redis.call('HSETNX', key, 'created_at', now)
redis.call('SADD', key .. ':visitors', visitor)
if not lasts then redis.call('EXPIRE', visitor_key, LIFE_S) end
for _, own in ipairs({ key, key .. ':visitors' }) do
  if person_lasts then redis.call('PERSIST', own) else redis.call('EXPIRE', own, LIFE_S) end
end
for _, other in ipairs(redis.call('SRANDMEMBER', key .. ':visitors', LOOKED_AT)) do -- each token finds some that went
  if redis.call('EXISTS', KEYS[1] .. ':visitor:' .. other) == 0 then redis.call('SREM', key .. ':visitors', other) end
end
-- Two tabs may hold two tokens: what the newer one says holds, whichever comes last.
local function tell(where, known)
  if known and tonumber(known) > tonumber(ARGV[9]) then return end
  redis.call('HSET', where, 'identity', identity, 'name', ARGV[5], 'email', ARGV[6], 'plan', ARGV[7],
    'identity_until', ARGV[8], 'identity_from', ARGV[9])
end
tell(visitor_key, who[4])
tell(key, redis.call('HGET', key, 'identity_from'))
redis.call('HSET', key, 'id', ARGV[4])
local said = redis.call('HMGET', visitor_key, 'name', 'email', 'plan', 'identity_until')
return { 'ok', said[1], said[2], said[3], tonumber(said[4]), not who[3] and who[5] or '' }
