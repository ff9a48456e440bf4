"""Close codes, in one table; the client's duty beside each (docs/protocol.md)."""

from enum import IntEnum


class CloseCode(IntEnum):
    """Why the server closes a socket."""

    GOING_AWAY = 1001
    """The client closed; reconnect when needed."""
    TOO_BIG = 1009
    """A frame over 64 KB; do not send it again."""
    RESTARTING = 1012
    """The server drains (contract R16); reconnect after the reason's `retry_after` seconds."""
    MALFORMED = 4000
    """Not a frame of this protocol, several times; do not reconnect by itself before 30 s."""
    UNAUTHENTICATED = 4001
    """No valid `hello` within 10 s, or the session has ended; sign in again."""
    FORBIDDEN = 4003
    """Blocked or revoked; stop."""
    UNKNOWN_SITE = 4004
    """No such site key; stop."""
    SILENT = 4005
    """Nothing heard for 45 s (contract R14); reconnect."""
    TOO_MANY_SOCKETS = 4006
    """A visitor's newer socket took its place, or an address holds too many (contract R12, S5); wait 60 s."""
    NO_SUCH_SESSION = 4007
    """By POST only: the session has ended, or lives in another process; begin another one, nothing is lost."""
    SLOW_READER = 4008
    """256 frames or 512 KB were waiting, or nothing moved for 10 s (contract R13); reconnect, resume."""
    ORIGIN = 4010
    """The page's origin is not on the site's list; stop, tell the developer in the browser's console."""
    TOO_MANY_FRAMES = 4029
    """Frames kept coming after repeated refusals; reconnect after 30 s."""
