"""The schema: every key, its type, its life. All keys of a site carry its hash tag (design 1)."""

PREFIX = "chat:"

SCHEMA_VERSION = "chat:schema_version"
"""string, for ever: the version that wrote last (contract R24)."""
SITES = "chat:sites"
"""set of site ids."""
SITE_KEYS = "chat:site_keys"
"""hash: public key → site id."""
FIRST_SITE = "chat:first_site"
"""string, for ever: id of the site that a fresh installation makes by itself, whoever starts first."""
AGENTS = "chat:agents"
"""set of agent ids."""
AGENT_EMAILS = "chat:agent_emails"
"""hash: address in lower case → agent id."""
PROBE = "chat:probe"
"""string, 1 s: written by /readyz, to see whether Redis takes writes (contract R17)."""
CONFIRMED = "chat:confirmed"
"""string: written after each batch of appends that replicas must confirm (contract R3)."""
SECRET = "chat:secret"
"""string, for ever: 256 bits as hex, what we sign our own tokens with (contract S2)."""
MAILER = "chat:mailer"
"""string, a minute: somebody is there who can send mail."""
SWEEPER = "chat:sweeper"
"""string, 1.5 s: the process that sweeps."""
SWEPT = "chat:swept"
"""string: when the last round of the sweeper was, ms of Redis' own clock."""
AUDIT = "chat:audit"
"""stream, capped: who did what (contract S6)."""


def agent(agent_id: str) -> str:
    """hash: name, email, password_hash, active, created_at, sessions (generation); for each SITE_ID:

    role:SITE_ID → admin | agent; departments:SITE_ID → names with spaces between (absent: all), capacity:SITE_ID.
    """
    return f"chat:agent:{agent_id}"


def session(token_hash: str) -> str:
    """hash, idle time-out: agent, csrf, created_at, generation (of the agent's sessions)."""
    return f"chat:session:{token_hash}"


def setup(code_hash: str) -> str:
    """string, 24 h, read once: an agent's id or `first` (S2); `chat:setup:first` → hash of the live first code."""
    return f"chat:setup:{code_hash}"


def attempts(what: str) -> str:
    """string, minutes: the arrival time of a rate limit outside the append script (contract S5)."""
    return f"chat:attempts:{what}"


def site(site_id: str) -> str:
    """hash: name, key, origins (one a line), created_at, identity_required, anonymous_refused.

    Also the prefix of all that follows.
    """
    return f"chat:{{{site_id}}}"


def bus(site_id: str) -> str:
    """channel: all that happens on a site (design 2)."""
    return f"{site(site_id)}:bus"


def policy(site_id: str) -> str:
    """hash: the policy in force, as text: revision, text, digest, applied_at, by, note (design 12)."""
    return f"{site(site_id)}:policy"


def policies(site_id: str) -> str:
    """stream, the last 200: id `revision-0`, fields as of `policy`; the newest is the one in force."""
    return f"{site(site_id)}:policies"


def articles(site_id: str) -> str:
    """hash: the help articles: revision, digest, applied_at, by; `file:NAME.vi.md` → text of a file."""
    return f"{site(site_id)}:articles"


def incident(site_id: str) -> str:
    """hash, while visitors are told of an incident: name_vi, name_en, url, raised_at, updated_at (ms), by."""
    return f"{site(site_id)}:incident"


def members(site_id: str) -> str:
    """set of agent ids who answer here."""
    return f"{site(site_id)}:members"


def visitor(site_id: str, visitor_id: str) -> str:
    """hash: secret_hash, created_at, context (JSON), blocked, conversation (the current one), limit.

    And once a token was verified: identity (its digest), name, email, plan, identity_from and identity_until (ms).
    30 days while there is only a context or an identity; for ever from the first durable frame on (contract R1).
    """
    return f"{site(site_id)}:visitor:{visitor_id}"


def identity_keys(site_id: str) -> str:
    """hash: kid → JSON: algorithm, material, created_at (contract S2). A shared secret stands here readable: it is
    what signatures are checked with. Protect the store's files, or give the site a public key instead."""
    return f"{site(site_id)}:identity_keys"


def identity(site_id: str, digest: str) -> str:
    """hash: a person as tokens describe them: id, name, email, plan, identity_from, identity_until (ms).

    30 days after the last token until one of their browsers has written something, then for ever.
    """
    return f"{site(site_id)}:identity:{digest}"


def identity_visitors(site_id: str, digest: str) -> str:
    """set, as long as `identity`: the visitors (browsers) that have been this person and are not forgotten."""
    return f"{identity(site_id, digest)}:visitors"


def identity_conversations(site_id: str, digest: str) -> str:
    """sorted set of a person's conversations → when they were begun, joined or taken up again, ms."""
    return f"{identity(site_id, digest)}:conversations"


def trail(site_id: str, visitor_id: str) -> str:
    """list of JSON page views, newest first, 50 at most, 30 days."""
    return f"{site(site_id)}:visitor:{visitor_id}:trail"


def visitor_conversations(site_id: str, visitor_id: str) -> str:
    """sorted set of the conversations that a visitor began → when, ms."""
    return f"{visitor(site_id, visitor_id)}:conversations"


def conversation(site_id: str, conversation_id: str) -> str:
    """hash: the summary, fields written singly (contract R24); see `domain.conversation`."""
    return f"{site(site_id)}:conversation:{conversation_id}"


def messages(site_id: str, conversation_id: str) -> str:
    """stream: id `seq-0`; fields h, at (ms), body (JSON) (contract R1, R2)."""
    return f"{conversation(site_id, conversation_id)}:messages"


def cids(site_id: str, conversation_id: str) -> str:
    """hash, 7 days after the last append: cid → `seq digest` (contract R4)."""
    return f"{conversation(site_id, conversation_id)}:cids"


def notes(site_id: str, conversation_id: str) -> str:
    """stream: what agents say among themselves; id `number-0`, fields at (ms), after_seq, body (JSON) (contract R2)."""
    return f"{conversation(site_id, conversation_id)}:notes"


def why(site_id: str, conversation_id: str) -> str:
    """list, the last 50: the decisions taken on it as JSON, oldest first; see `domain.why`."""
    return f"{conversation(site_id, conversation_id)}:why"


def let_in(site_id: str, conversation_id: str) -> str:
    """set of visitor ids whom a mail's link has let into a conversation."""
    return f"{conversation(site_id, conversation_id)}:let_in"


def deadlines(site_id: str) -> str:
    """sorted set: conversation that is promised something → when the sweep must look at it, ms."""
    return f"{site(site_id)}:deadlines"


def counted_by(site_id: str) -> str:
    """string: digest of the rules by which all promises of the site were last counted."""
    return f"{site(site_id)}:counted_by"


def inbox(site_id: str, name: str) -> str:
    """sorted set of conversation ids: waiting, open, email, closed; sleeping, unseen (contract R6)."""
    return f"{site(site_id)}:inbox:{name}"


def mine(site_id: str, agent_id: str) -> str:
    """sorted set of the open conversations of one agent, newest last."""
    return f"{site(site_id)}:inbox:agent:{agent_id}"


def inbox_version(site_id: str) -> str:
    """integer: rises with every change of any list (contract R6)."""
    return f"{site(site_id)}:inbox:version"


def presence(site_id: str) -> str:
    """sorted set: `agent/connection` → end of its lease, ms of Redis' own clock; 0: signed out (contract R19)."""
    return f"{site(site_id)}:presence"


def availability(site_id: str) -> str:
    """hash: agent id → away | auto_away (absent: online)."""
    return f"{site(site_id)}:availability"


def here(site_id: str, visitor_id: str) -> str:
    """sorted set: connection → end of its lease, ms of Redis' own clock; lives as long as the last lease."""
    return f"{visitor(site_id, visitor_id)}:here"


def rated(site_id: str) -> str:
    """sorted set: conversation → when its visitor last said whether we helped, ms (`domain.rating`)."""
    return f"{site(site_id)}:rated"
