-- What came by mail becomes its conversation's, beside the append.
-- KEYS[1] site prefix; ARGV: conversation, owner and ids. Reply: 1, or 0 when it may not (see `files`).
local ids = files.claimable(KEYS[1], ARGV[1], ARGV[2])
if not ids then return 0 end
files.take(KEYS[1], ARGV[1], ids)
return 1
