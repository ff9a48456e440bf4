-- What removing or erasing a conversation does to its mails: none is sent any more, none is kept. A part of both.
local function remove_mails(site, id)
  local key = site .. ':conversation:' .. id
  for n = 1, tonumber(redis.call('HGET', key, 'mails') or 0) do
    local name = id .. '.' .. n
    redis.call('UNLINK', key .. ':mail:' .. n)
    for _, list in ipairs({ ':outbox', ':leased', ':mails:dead' }) do redis.call('ZREM', site .. list, name) end
  end
  local numbered = redis.call('HMGET', key, 'mails', 'mails_erased')
  if numbered[1] then -- the numbers go on: mail programs and links know each for good
    redis.call('HSET', key, 'mails_erased', math.max(tonumber(numbered[1]), tonumber(numbered[2] or 0)))
  end
  redis.call('HDEL', key, 'mails', 'captured', 'email_bounced')
  for _, kind in ipairs({ 'capture', 'receipt', 'answer', 'promise', 'transcript' }) do
    redis.call('HDEL', key, 'mail_' .. kind)
  end
  for _, visitor in ipairs(redis.call('SMEMBERS', key .. ':let_in')) do -- whom a mail's link had let in
    redis.call('ZREM', site .. ':visitor:' .. visitor .. ':conversations', id)
  end
  redis.call('UNLINK', key .. ':let_in')
end

