-- Files go into a message: all of them or none, whoever claims them again for the same conversation.
-- KEYS[1] site prefix; ARGV: owner, conversation, ids. Reply: 1, or 0 when one is not there, not whole, not theirs.
local site, owner, conversation = KEYS[1], ARGV[1], ARGV[2]
for i = 3, #ARGV do
  local known = redis.call('HMGET', site .. ':file:' .. ARGV[i], 'owner', 'state', 'conversation')
  if known[1] ~= owner or known[2] ~= 'ready' then return 0 end
  if known[3] ~= '' and known[3] ~= conversation then return 0 end
end
for i = 3, #ARGV do
  redis.call('HSET', site .. ':file:' .. ARGV[i], 'conversation', conversation)
  redis.call('SADD', site .. ':conversation:' .. conversation .. ':files', ARGV[i])
end
return 1
