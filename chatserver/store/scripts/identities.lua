-- What an append has to know of identities (contract S2): who shares a conversation, what a new one inherits. A part
-- of `append`. A visitor's identity is theirs for ever; it is proven until `identity_until`, ms.
local identities = {}

-- `who` is {identity, identity_until} of the visitor who writes.
function identities.shares(who, state, at)
  return who[1] and who[1] == state.identity and (tonumber(who[2]) or 0) > tonumber(at)
end

function identities.list(site, id, state, at)
  if state.identity ~= '' then
    local person = site .. ':identity:' .. state.identity
    redis.call('ZADD', person .. ':conversations', at, id)
    redis.call('PERSIST', person) -- somebody has written
    redis.call('PERSIST', person .. ':visitors')
  end
end

-- What an identified visitor begins is their identity's; the plan counts only while it is proven.
function identities.begin(key, visitor_key, state, at)
  local who = redis.call('HMGET', visitor_key, 'identity', 'identity_until', 'name', 'email', 'plan')
  if not who[1] then return end
  state.identity = who[1]
  local proven = (tonumber(who[2]) or 0) > tonumber(at)
  redis.call('HSET', key, 'identity', who[1], 'name', who[3] or '', 'plan', proven and who[5] or '')
  if (who[4] or '') ~= '' then
    state.email = who[4]
    redis.call('HSET', key, 'email', who[4])
  end
end
