-- Files go into a message: all of them or none, whoever claims them again for the same conversation.
-- A part of `append`, so that words that are refused take none along, and of `file_claim`.
local files = {}

-- `asked` is the owner and the ids, with spaces between. None when one is not there, not whole, not theirs, elsewhere.
function files.claimable(site, conversation, asked)
  local owner, ids = nil, {}
  for word in string.gmatch(asked, '%S+') do
    if owner then ids[#ids + 1] = word else owner = word end
  end
  for _, id in ipairs(ids) do
    local known = redis.call('HMGET', site .. ':file:' .. id, 'owner', 'state', 'conversation')
    if known[1] ~= owner or known[2] ~= 'ready' then return nil end
    if known[3] ~= '' and known[3] ~= conversation then return nil end
  end
  return ids
end

function files.take(site, conversation, ids)
  for _, id in ipairs(ids) do
    redis.call('HSET', site .. ':file:' .. id, 'conversation', conversation)
    redis.call('SADD', site .. ':conversation:' .. conversation .. ':files', id)
  end
end
