-- A rate limit outside the append script (contract S5): the generic cell rate algorithm on Redis' own clock.
-- KEYS[1]: theoretical arrival time, ms. ARGV: ms that one attempt costs, attempts that may come at once, how many
-- these are.
-- Returns 0, or the ms to wait.
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
local cost, burst = tonumber(ARGV[1]), tonumber(ARGV[2])
local spent = cost * math.min(tonumber(ARGV[3]), burst) -- more than may ever come at once take all there is
local arrival = tonumber(redis.call('GET', KEYS[1]) or now)
-- the second bound: after the clock was set back, nobody waits for it to catch up (contract R19)
arrival = math.min(math.max(arrival, now), now + cost * burst)
local wait = arrival + spent - cost * burst - now
if wait > 0 then
  return wait
end
redis.call('SET', KEYS[1], string.format('%d', arrival + spent), 'PX', string.format('%d', arrival + spent - now))
return 0
