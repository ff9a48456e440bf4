-- A site's policy gives way to another while it is still the one that was looked at (design 12).
-- KEYS[1] {site}:policy, KEYS[2] {site}:policies; ARGV: the revision that was looked at, or '' for any; how many to
-- keep; then fields and values. Reply: the new revision, or minus the one that stands instead.
local stands = tonumber(redis.call('HGET', KEYS[1], 'revision') or 0)
if ARGV[1] ~= '' and tonumber(ARGV[1]) ~= stands then return -stands end
local fields = { unpack(ARGV, 3) }
redis.call('XADD', KEYS[2], 'MAXLEN', ARGV[2], (stands + 1) .. '-0', unpack(fields))
redis.call('HSET', KEYS[1], 'revision', stands + 1, unpack(fields))
return stands + 1
