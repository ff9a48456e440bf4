-- Leases of connections on Redis' own clock (contract R19). KEYS[1] the sorted set; ARGV[1] ms to live, then members.
-- 0 ends them now and notes that it was wished: their end is 0. Replies with the time they end.
local life = tonumber(ARGV[1])
local time = redis.call('TIME')
local ends = life == 0 and 0 or time[1] * 1000 + math.floor(time[2] / 1000) + life
for i = 2, #ARGV do redis.call('ZADD', KEYS[1], ends, ARGV[i]) end
return ends
