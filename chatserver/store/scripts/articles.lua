-- A site's help articles give way to others while they are still those that were looked at.
-- KEYS[1] {site}:articles; ARGV: the revision that was looked at; digest; applied_at; by; how many fields go; those;
-- then the fields that come or change, each with its text. Reply: the new revision, or minus the one that stands.
local stands = tonumber(redis.call('HGET', KEYS[1], 'revision') or 0)
if tonumber(ARGV[1]) ~= stands then return -stands end
local going = 5 + tonumber(ARGV[5])
for at = 6, going do redis.call('HDEL', KEYS[1], ARGV[at]) end
for at = going + 1, #ARGV, 2 do redis.call('HSET', KEYS[1], ARGV[at], ARGV[at + 1]) end
redis.call('HSET', KEYS[1], 'revision', stands + 1, 'digest', ARGV[2], 'applied_at', ARGV[3], 'by', ARGV[4])
return stands + 1
