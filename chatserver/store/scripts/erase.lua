-- Take what was said out of a conversation; who spoke when stays, at the same seq under the same hash (erasure).
-- KEYS[1] site prefix; ARGV: conversation, a new epoch: whoever holds the words must read anew (contract R10).
-- Reply: how many messages lost their text.
local id, key = ARGV[1], KEYS[1] .. ':conversation:' .. ARGV[1]
local ERASED = 'system.message_erased' -- what readers say in its place
local messages, cids = key .. ':messages', key .. ':cids'
if redis.call('EXISTS', key) == 0 then return 0 end
local erased, entries = 0, redis.call('XRANGE', messages, '-', '+')
redis.call('DEL', messages)
for _, entry in ipairs(entries) do
  local said = entry[2]
  local body = cjson.decode(said[6])
  if body.from ~= 'system' and (body.text ~= '' or body.files) then
    erased = erased + 1
    said[6] = cjson.encode({ from = body.from, cid = body.cid, agent = body.agent, text = '', key = ERASED })
  end
  local values = body.values or {}
  if values.email or values.comment then -- in lines of ours: about a mail, of a verdict
    values.email, values.comment = values.email and '…', values.comment and '…'
    said[6] = cjson.encode(body)
  end
  redis.call('XADD', messages, entry[1], 'h', said[2], 'at', said[4], 'body', said[6])
end
for _, cid in ipairs(redis.call('HKEYS', cids)) do -- a repeated message is known still, whatever it says
  redis.call('HSET', cids, cid, string.match(redis.call('HGET', cids, cid), '^%d+') .. ' *')
end
remove_mails(KEYS[1], id)
remove_files(KEYS[1], id)
redis.call('HDEL', key, 'email', 'name', 'plan', 'identity', 'preview', 'page', 'notes', 'unread', 'letter_id',
  'rating', 'rating_comment', 'rated_at', 'rated_agent', 'rated_department')
redis.call('ZREM', KEYS[1] .. ':rated', id)
redis.call('UNLINK', key .. ':notes', key .. ':why')
redis.call('HSET', key, 'epoch', ARGV[2])
local version = redis.call('HINCRBY', key, 'version', 1)
local listed = redis.call('INCR', KEYS[1] .. ':inbox:version')
local head = table.concat({ id, 0, '', 0, ARGV[2], version, listed }, ' ')
redis.call('PUBLISH', KEYS[1] .. ':bus', head .. '\n')
return erased
