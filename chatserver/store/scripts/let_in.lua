-- A mail's link lets a browser into its conversation, once; whose it is already does not use it up (contract S2).
-- KEYS[1] site prefix, KEYS[2] the link; ARGV: visitor, hash of their secret, now (ms).
-- Reply: {'ok', conversation, address it was mailed to, masked} or {reason}; a spent link and an unknown one answer alike.
local visitor, secret, now = ARGV[1], ARGV[2], ARGV[3]
local visitor_key = KEYS[1] .. ':visitor:' .. visitor
local link = redis.call('GET', KEYS[2]) or ''
local spent, id, mailed_to = string.match(link, '^(%-?)(%S+) ?(.*)$')
local key = KEYS[1] .. ':conversation:' .. (id or '')
local owner = id and redis.call('HGET', key, 'visitor')
if not owner then return { 'link_unknown' } end
local who = redis.call('HMGET', visitor_key, 'secret_hash', 'blocked')
if who[2] or (who[1] and who[1] ~= secret) then return { 'blocked' } end
if owner ~= visitor and redis.call('SISMEMBER', key .. ':let_in', visitor) == 0 then
  if spent ~= '' then return { 'link_unknown' } end
  redis.call('SET', KEYS[2], '-' .. link, 'KEEPTTL')
  redis.call('SADD', key .. ':let_in', visitor)
end
redis.call('HSETNX', visitor_key, 'secret_hash', secret)
redis.call('HSETNX', visitor_key, 'created_at', now)
redis.call('HSET', visitor_key, 'conversation', id)
redis.call('PERSIST', visitor_key)
redis.call('ZADD', visitor_key .. ':conversations', 'NX', now, id)
return { 'ok', id, mailed_to }
