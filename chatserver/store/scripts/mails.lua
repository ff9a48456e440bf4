-- Mails: which ones a step of a conversation causes, and how the sending of one went (contract R21). A part of
-- `append`. While a mail is queued more words extend it; from its lease on it stands, and another one begins.
local mails = {}
local GATHER_MS = 30000 -- so long a department's mail waits for more words
local LONGEST_MS = 300000 -- and no mail longer than this
local BEFORE_PROMISE_MS = 15000

local function enqueue(site, id, kind, from, to, due, at, now_at, change)
  local mail = site .. ':conversation:' .. id .. ':mail:'
  local n, created = now_at('mail_' .. kind), at
  local last = n ~= '' and redis.call('HMGET', mail .. n, 'state', 'created_at', 'to') or {}
  if last[1] == 'queued' then
    created = tonumber(last[2])
  else
    if last[1] ~= 'cancelled' or (last[3] or '') ~= '' then -- else no server has seen that one: it begins anew
      local last_n = math.max(tonumber(now_at('mails')) or 0, tonumber(now_at('mails_erased')) or 0)
      n = string.format('%d', last_n + 1)
      change('mails', n)
      change('mail_' .. kind, n)
    end
    redis.call('HSET', mail .. n, 'kind', kind, 'state', 'queued', 'from_seq', from, 'created_at', at,
      'attempts', 0, 'faults', 0, 'tried_at', '', 'reason', '')
  end
  due = string.format('%.0f', math.max(at, math.min(due, created + LONGEST_MS)))
  redis.call('HSET', mail .. n, 'to_seq', to, 'due_at', due)
  redis.call('ZADD', site .. ':outbox', due, id .. '.' .. n)
end

-- `said` is {author, whether there are words}; `asked` as `domain.mail.Asked`.
function mails.follow(site, id, was, state, said, asked, at, now_at, change)
  if state.muted ~= '' then return end
  local now, seq = tonumber(at), tonumber(state.seq)
  local heard = said.words and said.author == 'visitor'
  local captured = state.status == 'email' and state.waiting_since ~= '' and state.sleeps_until == ''
  if captured and (heard or was.status ~= 'email') and asked.kind ~= 'promise' then
    local from = (tonumber(now_at('captured')) or 0) + 1
    enqueue(site, id, 'capture', math.min(from, seq), seq, now + GATHER_MS, now, now_at, change)
    change('captured', state.seq)
  end
  local address = now_at('email')
  if address == '' or address == now_at('email_bounced') then return end
  local promised = state.promise_at ~= '' and state.waiting_since ~= ''
  local by_mail = state.status == 'email' or asked.letter
  local is_new = was.status ~= state.status or was.promise_at == '' or was.email ~= address
  if promised and by_mail and is_new and asked.kind ~= 'promise' then
    enqueue(site, id, 'receipt', seq, seq, now, now, now_at, change)
  end
  if said.words and said.author == 'agent' then
    local due = now + (tonumber(asked.after_ms) or 0)
    if state.promise_at ~= '' then due = math.min(due, tonumber(state.promise_at) - BEFORE_PROMISE_MS) end
    enqueue(site, id, 'answer', seq, seq, due, now, now_at, change)
  elseif was.email ~= address and state.unseen_since ~= '' then -- answered before we knew where to
    local read = tonumber(now_at('read_by_visitor')) or 0
    enqueue(site, id, 'answer', math.min(read + 1, seq), seq, now, now, now_at, change)
  end
  if asked.kind == 'promise' or asked.kind == 'transcript' then
    enqueue(site, id, asked.kind, asked.kind == 'promise' and seq or 1, seq, now, now, now_at, change)
  end
end

-- How an attempt went, as `domain.mail.Settling`; false when somebody else has it by now.
function mails.settle(site, id, settling, at)
  local name = id .. '.' .. settling.n
  local mail = site .. ':conversation:' .. id .. ':mail:' .. settling.n
  local now = redis.call('HMGET', mail, 'state', 'lease')
  if now[1] ~= settling.was or (now[2] or '') ~= settling.lease then return false end
  for field, value in pairs(settling.fields) do redis.call('HSET', mail, field, value) end
  local due = string.format('%.0f', settling.due_at)
  redis.call('HSET', mail, 'state', settling.state, 'due_at', due, 'lease', '')
  redis.call('ZREM', site .. ':leased', name)
  redis.call('ZREM', site .. ':outbox', name)
  redis.call('ZREM', site .. ':mails:dead', name)
  if settling.due_at > 0 then
    redis.call('ZADD', site .. ':outbox', due, name)
  elseif settling.state ~= 'sent' and settling.state ~= 'cancelled' then
    redis.call('ZADD', site .. ':mails:dead', at, name)
  end
  return true
end
