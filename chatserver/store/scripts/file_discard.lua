-- A file that is in no message is not wanted.
-- KEYS[1] site prefix; ARGV: id, its conversation as known. Reply: 1 when it is gone, 0 when it was said meanwhile.
local site, id = KEYS[1], ARGV[1]
local conversation = redis.call('HGET', site .. ':file:' .. id, 'conversation') or ''
if conversation ~= ARGV[2] then return 0 end
if conversation ~= '' then
  if redis.call('EXISTS', site .. ':conversation:' .. conversation) == 1 then
    redis.call('ZREM', site .. ':files:loose', id)
    return 0
  end
  redis.call('SREM', site .. ':conversation:' .. conversation .. ':files', id)
end
remove_file(site, id)
return 1
