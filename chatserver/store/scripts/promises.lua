-- What words do to a promise; all else is decided by domain/promises.py. A part of `append`.
local promises = {}

local function now_ms()
  local time = redis.call('TIME')
  return time[1] * 1000 + math.floor(time[2] / 1000)
end

-- Whether a widget of theirs is connected: of the visitor, of whoever shares their identity, or came by a mail's link.
local function is_here(site, id, visitor, identity)
  local them, now = redis.call('SMEMBERS', site .. ':conversation:' .. id .. ':let_in'), now_ms()
  them[#them + 1] = visitor
  if identity ~= '' then
    for _, other in ipairs(redis.call('SMEMBERS', site .. ':identity:' .. identity .. ':visitors')) do
      them[#them + 1] = other
    end
  end
  for _, one in ipairs(them) do
    if redis.call('ZCOUNT', site .. ':visitor:' .. one .. ':here', now, '+inf') > 0 then return true end
  end
  return false
end

-- An answer has reached the visitor: in time, it keeps the promise; one that was broken before stays broken.
local function keep(state, now_at, change, at)
  if state.promise_at == '' and state.sleeps_until == '' and state.unseen_since == '' then return end
  if state.promise_at ~= '' then
    local in_time = tonumber(at) <= tonumber(state.promise_at) and now_at('promise_broken_at') == ''
    change('promise_state', in_time and 'kept' or 'breached')
    change('promise_kept_at', at)
  end
  for _, name in ipairs({ 'promise_at', 'promise_by', 'sleeps_until', 'unseen_since' }) do
    now_at(name)
    change(name, '')
  end
end

-- A person has answered: whoever is not here has to see it first (the hard moments).
function promises.answer(site, id, state, now_at, change, at)
  if is_here(site, id, state.visitor, now_at('identity')) then
    keep(state, now_at, change, at)
  elseif state.unseen_since == '' then
    change('unseen_since', at)
  end
end

-- Who writes has seen what we said; and whoever wrote wakes a conversation that slept.
function promises.hear(state, now_at, change, at)
  if state.unseen_since ~= '' then keep(state, now_at, change, at) end
  if state.sleeps_until ~= '' then change('sleeps_until', '') end
end

-- A promise, made where none stands: its fields as JSON.
function promises.make(state, change, promise)
  if state.promise_at ~= '' or promise == '' then return end
  for name, value in pairs(cjson.decode(promise)) do change(name, value) end
end

-- Whoever gives a promise may say by which rule; a new one that names none is counted from now, and stands.
function promises.complete(was, state, change, at)
  if state.status ~= 'email' and state.sleeps_until ~= '' then change('sleeps_until', '') end -- somebody is at it
  if state.promise_at == '' or state.promise_at == was.promise_at or state.promise_from then return end
  change('promise_from', at)
  change('promise_state', 'pending')
  change('promise_target', '')
  change('promise_broken_at', '')
end

-- Whatever may have made or moved a promise is looked at by the next sweep.
function promises.watch(site, id, state, at)
  local counted = state.promise_at ~= '' or state.sleeps_until ~= ''
  local owed = state.prioritised ~= '' and state.waiting_since ~= ''
  if counted or owed then
    redis.call('ZADD', site .. ':deadlines', at, id)
  else
    redis.call('ZREM', site .. ':deadlines', id)
  end
  if state.unseen_since ~= '' then
    redis.call('ZADD', site .. ':inbox:unseen', state.unseen_since, id)
  else
    redis.call('ZREM', site .. ':inbox:unseen', id)
  end
end
