"""Whether a mail is still to be sent when its turn comes: what it would tell may be known or untrue by now."""

from chatserver.clock import millis
from chatserver.domain.message import AgentMessage
from chatserver.mail.facts import Facts, last_line
from chatserver.mail.words.to_visitor import PROMISES


def still_needed(facts: Facts) -> bool:
    """What the mail says is true, and its reader does not know it yet."""
    found, now = facts.conversation, millis(facts.now)
    if found.muted:
        return False
    match facts.mail.kind:
        case "answer":
            new = any(isinstance(one.body, AgentMessage) for one in facts.own)
            return new and found.read_by_visitor < facts.mail.to_seq
        case "receipt":
            return found.promise_at > now and not found.answered
        case "promise":
            line = last_line(facts.own, PROMISES)
            told = line.values.get("promise") if line else None
            return told == found.promise_at and found.promise_at > now
        case "capture":
            return found.status == "email" and not found.answered and not found.sleeps_until
        case "transcript":
            return True
