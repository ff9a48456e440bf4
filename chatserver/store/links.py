"""Links in mails: kept by the hash of their code, each opens its conversation once (contract S2)."""

from datetime import timedelta

from chatserver.store import mail_keys
from chatserver.store.client import Client

LIFE = timedelta(days=30)
SPENT = "-"
# A mail that is repeated carries the code it carried first: it lives on from now, but what is spent stays so.
_KEEP = """
local known = redis.call('GET', KEYS[1])
if known and known ~= ARGV[1] then return 0 end
redis.call('SET', KEYS[1], ARGV[1], 'PX', ARGV[2])
return 1
"""


async def keep(client: Client, site: str, code_hash: str, conversation: str, life: timedelta = LIFE) -> bool:
    """Let a code open a conversation for `life`; False when it has been used already (`ids.secret_hash`)."""
    key = mail_keys.link(site, code_hash)
    return bool(await client.eval(_KEEP, 1, key, conversation, round(life.total_seconds() * 1000)))


async def take(client: Client, site: str, code_hash: str) -> str | None:
    """Use a code up: of two who come at once, one gets its conversation. None for a spent, late or unknown one."""
    found = await client.set(mail_keys.link(site, code_hash), SPENT, xx=True, get=True, keepttl=True)
    return str(found) if found and found != SPENT else None
