-- A token was verified: this visitor is that person (contract S2). KEYS[1] site prefix; ARGV: visitor, hash of their
-- secret, digest of the person's id, then id, name, email, plan, end and beginning of the proof (ms), now (ms).
-- Reply: {'ok', name, email, plan, until, the visitor's conversation before they had an identity} or {reason}.
local visitor, secret, identity, now = ARGV[1], ARGV[2], ARGV[3], ARGV[10]
local visitor_key, key = KEYS[1] .. ':visitor:' .. visitor, KEYS[1] .. ':identity:' .. identity
local who = redis.call('HMGET', visitor_key, 'secret_hash', 'blocked', 'identity', 'identity_from', 'conversation')
if who[2] or (who[1] and who[1] ~= secret) then return { 'blocked' } end
if who[3] and who[3] ~= identity then return { 'identity_other' } end -- a secret belongs to one person, for ever

redis.call('HSETNX', visitor_key, 'secret_hash', secret)
redis.call('HSETNX', visitor_key, 'created_at', now)
redis.call('PERSIST', visitor_key)
redis.call('HSETNX', key, 'created_at', now)
redis.call('SADD', key .. ':visitors', visitor)
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
