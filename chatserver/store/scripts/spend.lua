-- A rate limit outside the append script (contract S5): the generic cell rate algorithm on Redis' own clock.
-- KEYS[1]: theoretical arrival time, ms. ARGV: ms that one attempt costs, attempts that may come at once.
-- Returns 0, or the ms to wait.
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
local cost, burst = tonumber(ARGV[1]), tonumber(ARGV[2])
local arrival = tonumber(redis.call('GET', KEYS[1]) or now)
-- the second bound: after the clock was set back, nobody waits for it to catch up (contract R19)
arrival = math.min(math.max(arrival, now), now + cost * burst)
local wait = arrival + cost - cost * burst - now
if wait > 0 then
  return wait
end
redis.call('SET', KEYS[1], string.format('%d', arrival + cost), 'PX', string.format('%d', arrival + cost - now))
return 0
