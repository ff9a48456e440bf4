"""What can be wrong with a Redis at start, worded for the operator who reads it in a terminal.

RedisUnavailable     there is none, and none could be started
└── RedisUnfit       there is one, but messages would not be safe in it
"""

OTHER_WAYS = (
    "Three ways to mend it: install Redis or Valkey 7.0 or newer with the system's package manager "
    "(`apt install redis-server`, `brew install valkey`); or set CHAT_REDIS_SERVER to the path of a "
    "redis-server; or set REDIS_URL to a Redis that is already running."
)


class RedisUnavailable(Exception):
    """No Redis to work with; the text says why and what to do."""


class RedisUnfit(RedisUnavailable):
    """A Redis that would lose messages, or is too old; the text says which setting to change."""
