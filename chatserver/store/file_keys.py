"""The schema, continued: keys of files (contract S4); their bytes are elsewhere. See `store.keys`."""

from chatserver.store.keys import conversation, site


def file(site_id: str, file_id: str) -> str:
    """hash: name, type, size, received, parts, owner, conversation, created_at (ms), state, width, height.

    As long as the conversation it was said in; a day for one that never was.
    """
    return f"{site(site_id)}:file:{file_id}"


def loose(site_id: str) -> str:
    """sorted set: file that is in no message yet → when it was begun, ms."""
    return f"{site(site_id)}:files:loose"


def gone(site_id: str) -> str:
    """set of files whose records are gone already, and their bytes not yet."""
    return f"{site(site_id)}:files:gone"


def files(site_id: str, conversation_id: str) -> str:
    """set of a conversation's files: what goes with it."""
    return f"{conversation(site_id, conversation_id)}:files"
