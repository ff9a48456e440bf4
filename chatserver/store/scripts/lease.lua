-- Leases of connections on Redis' own clock (contract R19). KEYS[1] the sorted set; ARGV[1] ms to live (0: end now),
-- then members. Replies with the time they end.
local time = redis.call('TIME')
local ends = time[1] * 1000 + math.floor(time[2] / 1000) + tonumber(ARGV[1])
for i = 2, #ARGV do redis.call('ZADD', KEYS[1], ends, ARGV[i]) end
return ends
