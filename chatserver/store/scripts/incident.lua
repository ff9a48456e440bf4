-- The incident of a site is raised while there is none, and changed while there is one: two people may press at once.
-- KEYS[1] {site}:incident; ARGV: 1 when there must be one, else 0; then fields and values. Reply: 1, or 0 for neither.
if redis.call('HEXISTS', KEYS[1], 'raised_at') ~= tonumber(ARGV[1]) then return 0 end
redis.call('HSET', KEYS[1], unpack(ARGV, 2))
return 1
