-- What removing or erasing a conversation does to its files: nobody finds them any more, and the sweep is told which
-- bytes are to go. A part of both.
local function remove_file(site, file)
  redis.call('UNLINK', site .. ':file:' .. file)
  redis.call('ZREM', site .. ':files:loose', file)
  redis.call('SADD', site .. ':files:gone', file)
end

local function remove_files(site, id)
  local key = site .. ':conversation:' .. id .. ':files'
  for _, file in ipairs(redis.call('SMEMBERS', key)) do remove_file(site, file) end
  redis.call('UNLINK', key)
end
