-- The one append (contract R2): check, know again, limit, change, say, index, publish. All or nothing.
-- KEYS[1] site prefix `chat:{site}`: every key below carries its hash tag, so the script stays in one slot.
-- Reply: {'ok'|'dup', seq, h, at, epoch, version} or {reason[, retry_after_ms]}.
local site = KEYS[1]
local id, cid, digest, author, at, body, preview = ARGV[1], ARGV[2], ARGV[3], ARGV[4], ARGV[5], ARGV[6], ARGV[7]
local visitor, secret, epoch, arrives_as, promise, reason = ARGV[8], ARGV[9], ARGV[10], ARGV[11], ARGV[12], ARGV[13]
local expect, set, interval_ms, burst = ARGV[14], ARGV[15], tonumber(ARGV[16]), tonumber(ARGV[17])
local note, note_cid, why = ARGV[18], ARGV[19], ARGV[20]
local asked, settling = ARGV[21] ~= '' and cjson.decode(ARGV[21]) or {}, ARGV[22]
local brought = ARGV[23]
local key, visitor_key = site .. ':conversation:' .. id, site .. ':visitor:' .. visitor
local CID_LIFE_MS = 7 * 24 * 3600 * 1000 -- contract R4
local WHY_KEPT = 50
local FIELDS = { 'visitor', 'epoch', 'seq', 'h', 'version', 'status', 'agent', 'priority', 'front', 'unattended',
  'identity', 'waiting_since', 'promise_at', 'department', 'offered_to', 'offer_lapses', 'queued_at',
  'prioritised', 'sleeps_until', 'unseen_since', 'missed', 'email', 'muted' }

local state, stored = {}, redis.call('HMGET', key, unpack(FIELDS))
for i, name in ipairs(FIELDS) do state[name] = stored[i] or '' end
local exists = state.visitor ~= ''
local was = { email = state.email }
local function now_at(name)
  if state[name] == nil then state[name] = redis.call('HGET', key, name) or '' end
  return state[name]
end

-- Who may. Foreign and absent answer alike (S2); a visitor's first durable frame registers both ids (R1).
if author == 'visitor' then
  local who = redis.call('HMGET', visitor_key, 'secret_hash', 'blocked', 'identity', 'identity_until')
  if who[2] or (who[1] and who[1] ~= secret) then return { 'blocked' } end
  local shares = state.visitor == visitor or identities.shares({ who[3], who[4] }, state, at)
  if exists and not shares and redis.call('SISMEMBER', key .. ':let_in', visitor) == 0 then
    return { 'unknown_conversation' }
  end
elseif not exists then
  return { 'unknown_conversation' }
end

-- Known again: the first seq, whoever asks how often (R3, R4).
local seen = cid ~= '' and redis.call('HGET', key .. ':cids', cid)
if seen then
  local seq, first = string.match(seen, '^(%d+) (.*)$')
  if first ~= digest and first ~= '*' then return { 'cid_conflict' } end -- '*': it has been erased
  local entry = redis.call('XRANGE', key .. ':messages', seq .. '-0', seq .. '-0')[1]
  local fields = entry and entry[2] or { 'h', '', 'at', at }
  return { 'dup', tonumber(seq), fields[2], tonumber(fields[4]), state.epoch, tonumber(state.version) }
end
if note_cid ~= '' and redis.call('HEXISTS', key .. ':cids', 'note:' .. note_cid) == 1 then
  return { 'dup', tonumber(state.seq), state.h, tonumber(at), state.epoch, tonumber(state.version) }
end

local its_files = brought ~= '' and files.claimable(site, id, brought) or {}
if brought ~= '' and #its_files == 0 then return { 'unknown_file' } end

-- A visitor's pace: one arrival time per visitor (GCRA), on Redis' own clock (S5, R19).
if interval_ms > 0 then
  local time = redis.call('TIME')
  local now = time[1] * 1000 + math.floor(time[2] / 1000)
  local due = math.max(tonumber(redis.call('HGET', visitor_key, 'limit') or 0), now)
  due = math.min(due, now + interval_ms * burst) -- a clock set back keeps nobody waiting (R19)
  local early = due - now - interval_ms * (burst - 1)
  if early > 0 then return { 'too_many', early } end
  redis.call('HSET', visitor_key, 'limit', due + interval_ms)
end

-- Compare and set: a claim that lost its race changes nothing.
if expect ~= '' then
  for name, value in pairs(cjson.decode(expect)) do
    if now_at(name) ~= value then return { 'changed' } end
  end
end

if settling ~= '' and not mails.settle(site, id, cjson.decode(settling), at) then return { 'changed' } end

if not exists then
  redis.call('HSETNX', visitor_key, 'secret_hash', secret)
  redis.call('HSETNX', visitor_key, 'created_at', at)
  redis.call('PERSIST', visitor_key)
  state.visitor, state.epoch, state.seq, state.version, state.priority = visitor, epoch, '0', '0', 'medium'
  redis.call('HSET', key, 'visitor', visitor, 'epoch', epoch, 'version', 0, 'created_at', at, 'priority', 'medium')
  redis.call('ZADD', visitor_key .. ':conversations', at, id)
  identities.begin(key, visitor_key, state, at)
end

for _, name in ipairs({ 'identity', 'status', 'agent', 'department', 'offered_to', 'promise_at', 'sleeps_until' }) do
  was[name] = state[name]
end
local written, versioned = {}, settling ~= ''
local function write(name, value)
  if state[name] == value then return end
  state[name] = value
  written[#written + 1], written[#written + 2] = name, value
end
local function change(name, value) -- what readers of the state are told of
  versioned = versioned or now_at(name) ~= value
  write(name, value)
end

if set ~= '' then
  local put = author == 'visitor' and write or change -- the page of each message is no change of state
  local placed = author == 'visitor' and exists and state.status ~= 'closed'
  for name, value in pairs(cjson.decode(set)) do
    if not (placed and name == 'department') then put(name, value) end -- it may have been moved since it was chosen
  end
end
if (state.rated_at or '') ~= '' then redis.call('ZADD', site .. ':rated', state.rated_at, id) end
if state.identity ~= was.identity then identities.list(site, id, state, at) end
local decided = author ~= 'visitor'
if author == 'visitor' and cid ~= '' then
  redis.call('PERSIST', visitor_key) -- they may have written into a conversation of their person's only
  promises.hear(state, now_at, change, at)
  if state.waiting_since == '' then write('waiting_since', at) end
  redis.call('HINCRBY', key, 'unread', 1)
  local deserted = state.status == 'open' and state.unattended ~= ''
  if deserted or (state.status ~= 'waiting' and state.status ~= 'open') then
    if deserted and arrives_as == 'waiting' then change('front', '1') end
    if arrives_as == 'email' then promises.make(state, change, promise) end
    decided = true
    change('status', arrives_as)
    change('reason', reason)
    change('agent', '')
    change('agent_name', '')
    change('unattended', '')
    redis.call('HSET', visitor_key, 'conversation', id)
    identities.list(site, id, state, at)
  elseif asked.letter and state.status == 'open' then -- an agent has it; who writes a mail is not waiting there
    promises.make(state, change, promise)
  end
elseif author == 'agent' then -- only a person's words keep a promise
  promises.answer(site, id, state, now_at, change, at)
  change('missed', '')
  write('waiting_since', '')
  write('unread', 0)
  write('agent_at', at)
  change('unattended', '') -- who speaks is there: the grace begins anew
end

local seq, h = tonumber(state.seq), state.h
if cid ~= '' then
  seq, h = seq + 1, string.sub(redis.sha1hex(h .. cid), 1, 12)
  redis.call('XADD', key .. ':messages', seq .. '-0', 'h', h, 'at', at, 'body', body)
  redis.call('HSET', key .. ':cids', cid, seq .. ' ' .. digest)
  redis.call('PEXPIRE', key .. ':cids', CID_LIFE_MS)
  files.take(site, id, its_files)
  write('seq', seq)
  write('h', h)
  write('last_at', at)
  if author ~= 'system' then
    write('last_from', author)
    write('preview', preview)
    local speaker = author == 'agent' and cjson.decode(body).agent or {}
    write('last_by', speaker.id or '')
    write('last_by_name', speaker.name or '')
  end
end

if cid ~= '' and author ~= 'system' then lists.weigh(site, id, state, at) end
if (cid ~= '' and author ~= 'system') or was.status ~= state.status then lists.rest(site, id, state, at) end

if note ~= '' then -- what agents say among themselves, beside the visitor's stream (R2)
  local number = (tonumber(now_at('notes')) or 0) + 1
  redis.call('XADD', key .. ':notes', number .. '-0', 'at', at, 'after_seq', seq, 'body', note)
  redis.call('HSET', key .. ':cids', 'note:' .. note_cid, number)
  redis.call('PEXPIRE', key .. ':cids', CID_LIFE_MS)
  change('notes', number)
end

if was.status ~= state.status then -- an offer ends with the wait
    for _, name in ipairs({ 'offered_to', 'passed', 'overflowed' }) do change(name, '') end
end
promises.complete(was, state, change, at)
mails.follow(site, id, was, state, { author = author, words = cid ~= '' }, asked, at, now_at, change)
if versioned or state.prioritised ~= '' then promises.watch(site, id, state, at) end
if why ~= '' and decided then
  redis.call('RPUSH', key .. ':why', why)
  redis.call('LTRIM', key .. ':why', -WHY_KEPT, -1)
end
if versioned then
  write('version', tonumber(state.version) + 1)
  if state.status == 'closed' and was.status ~= 'closed' then write('closed_at', at) end
  if state.status == 'closed' then now_at('closed_at') end -- its place in the list, whatever happens to it later
  if state.status == 'waiting' and was.status ~= 'waiting' then write('queued_at', at) end
  if was.agent ~= '' and was.agent ~= state.agent then write('previous', was.agent) end
  lists.leave(site, id, was)
  lists.enter(site, id, was, state, at)
end
if #written > 0 then redis.call('HSET', key, unpack(written)) end

local listed = redis.call('INCR', site .. ':inbox:version')
local head = table.concat({ id, cid ~= '' and seq or 0, h, at, state.epoch, state.version, listed }, ' ')
redis.call('PUBLISH', site .. ':bus', head .. '\n' .. body)
return { 'ok', seq, h, tonumber(at), state.epoch, tonumber(state.version) }
