"""The Redis that the server runs itself when nobody gave it one, and the check that any Redis is fit."""

from chatserver.store.embedded.binary import holds_data
from chatserver.store.embedded.errors import RedisUnavailable, RedisUnfit
from chatserver.store.embedded.fitness import refuse_unfit
from chatserver.store.embedded.supervisor import EmbeddedRedis, running_redis, supervised_redis

__all__ = [
    "EmbeddedRedis",
    "RedisUnavailable",
    "RedisUnfit",
    "holds_data",
    "refuse_unfit",
    "running_redis",
    "supervised_redis",
]
