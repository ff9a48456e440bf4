-- Read marks only rise. KEYS[1] site prefix; ARGV: conversation, who (`visitor`|`agent`), seq, visitor id or ''.
-- Reply: 1 when an answer that waited for the visitor has been seen by this.
local key = KEYS[1] .. ':conversation:' .. ARGV[1]
local known = redis.call('HMGET', key, 'visitor', 'seq', 'read_by_' .. ARGV[2], 'unseen_since')
if not known[1] or (ARGV[4] ~= '' and known[1] ~= ARGV[4]) then return 0 end
local seq = math.min(tonumber(ARGV[3]), tonumber(known[2]))
if seq <= tonumber(known[3] or 0) then return 0 end
redis.call('HSET', key, 'read_by_' .. ARGV[2], seq)
local unread = ARGV[2] == 'agent' and seq == tonumber(known[2])
if unread then redis.call('HSET', key, 'unread', 0) end
redis.call('PUBLISH', KEYS[1] .. ':bus', cjson.encode({ k = 'read', c = ARGV[1], who = ARGV[2], seq = seq }))
return ARGV[2] == 'visitor' and (known[4] or '') ~= '' and 1 or 0
