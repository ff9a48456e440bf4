-- Every list that a conversation stands in: inboxes, queues, offers, loads (contract R6, R20). A part of `append`.
-- `was` and `state` are its fields before and after a change; see `store/keys.py` for the keys.
local lists = {}
local RANK = { critical = 0, high = 1, medium = 2, low = 3 }
local RANK_MS = 1e13 -- priorities lie further apart than any two instants
local UNANSWERED = 9e15 -- such a conversation counts as load however long it is silent

local function score_of(state, at)
  if state.status == 'waiting' then
    local since = tonumber(state.waiting_since) or tonumber(at)
    return (state.front ~= '' and -1 or RANK[state.priority] or 2) * RANK_MS + since
  elseif state.status == 'email' then
    return tonumber(state.promise_at) or tonumber(at)
  elseif state.status == 'closed' then
    return tonumber(state.closed_at) or tonumber(at)
  end
  return tonumber(at)
end

-- What came in while closed is mostly promised for one instant: among those, who has waited longer is first.
local function night_score(state, at)
  local promise = score_of(state, at)
  local since = tonumber(state.waiting_since) or tonumber(at)
  return string.format('%.4f', promise + (since - promise) / 1e7)
end

local function enter_queue(site, id, state, score)
  local department = state.department
  redis.call('ZADD', site .. ':queue:' .. department, score, id)
  redis.call('ZADD', site .. ':queued:' .. department, state.queued_at, id)
  if state.offered_to == '' then
    redis.call('ZADD', site .. ':ready:' .. department, score, id)
  else
    redis.call('ZADD', site .. ':offers', state.offer_lapses, id)
    redis.call('SADD', site .. ':offered:' .. state.offered_to, id)
  end
end

local function leave_queue(site, id, was)
  for _, name in ipairs({ ':queue:', ':queued:', ':ready:' }) do
    redis.call('ZREM', site .. name .. was.department, id)
  end
  if was.offered_to ~= '' then
    redis.call('ZREM', site .. ':offers', id)
    redis.call('SREM', site .. ':offered:' .. was.offered_to, id)
  end
end

-- Who was given something, or is done with it, begins to be idle now: the longest idle is asked first.
local function note_idle(site, was, state, at)
  for _, agent in ipairs({ was.agent, state.agent, state.offered_to }) do
    if agent ~= '' and (was.agent ~= state.agent or was.offered_to ~= state.offered_to or was.status ~= state.status) then
      redis.call('HSET', site .. ':idle', agent, at)
    end
  end
end

-- How much an open conversation weighs on its agent: its last words' instant, or more while the visitor waits for some.
function lists.weigh(site, id, state, at)
  if state.status ~= 'open' or state.agent == '' then return end
  local key = site .. ':load:' .. state.agent
  if state.unattended ~= '' then
    redis.call('ZREM', key, id)
  else
    redis.call('ZADD', key, state.waiting_since ~= '' and UNANSWERED or at, id)
  end
end

-- An open conversation that nobody waits in any more: since its last words it is silent, and ends by itself one day.
function lists.rest(site, id, state, at)
  if state.status == 'open' and state.waiting_since == '' then
    redis.call('ZADD', site .. ':silent', at, id)
  else
    redis.call('ZREM', site .. ':silent', id)
  end
end

function lists.leave(site, id, was)
  if was.status == '' then return end
  redis.call('ZREM', site .. ':inbox:' .. was.status, id)
  redis.call('ZREM', site .. ':inbox:sleeping', id)
  if was.agent ~= '' then
    redis.call('ZREM', site .. ':inbox:agent:' .. was.agent, id)
    redis.call('ZREM', site .. ':load:' .. was.agent, id)
  end
  if was.status == 'waiting' then leave_queue(site, id, was) end
  if was.status == 'email' and was.offered_to == '' then
    redis.call('ZREM', site .. ':night', id)
  elseif was.status == 'email' then
    redis.call('SREM', site .. ':night:' .. was.offered_to, id)
  end
end

function lists.enter(site, id, was, state, at)
  local score = string.format('%.0f', score_of(state, at))
  local asleep = state.status == 'email' and state.sleeps_until ~= '' -- nobody works on it before its time
  if state.status ~= 'open' or state.unattended == '' then -- else the sweep has nothing to do with it any more
    redis.call('ZADD', site .. ':inbox:' .. (asleep and 'sleeping' or state.status), score, id)
  end
  if state.status == 'waiting' then
    enter_queue(site, id, state, score)
  elseif state.status == 'email' and state.offered_to == '' and not asleep then
    redis.call('ZADD', site .. ':night', night_score(state, at), id)
  elseif state.status == 'email' and state.offered_to ~= '' then
    redis.call('SADD', site .. ':night:' .. state.offered_to, id)
  elseif state.status == 'open' and state.agent ~= '' then
    redis.call('ZADD', site .. ':inbox:agent:' .. state.agent, at, id)
  end
  lists.weigh(site, id, state, at)
  note_idle(site, was, state, at)
end
