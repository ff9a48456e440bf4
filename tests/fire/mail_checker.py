"""The law of the outbox (contract R21): once, or dead for a reason that is told, or uncertain and at most twice."""

from collections.abc import Iterable, Mapping, Sequence

from chatserver.domain.conversation import Conversation
from chatserver.domain.mail import Mail
from tests.mail.smtp_server import Got

TOLD = {"refused", "expired"}


def faults_of(mail: Mail, message_id: str, got: Sequence[Got]) -> Iterable[str]:
    """Everything that is wrong with how one mail ended; `got` is what its receiver has."""
    most = 1 if not mail.uncertain else 2
    if len(got) > most:
        yield f"received {len(got)} times"
    if {one.message_id for one in got} - {f"<{message_id}>"}:
        yield "under another Message-ID"
    match mail.state:
        case "sent" if not got:
            yield "sent and not received"
        case "dead" if mail.reason not in TOLD:
            yield f"dead because it is {mail.reason}"
        case "dead" if got and not mail.uncertain:
            yield "dead and received"
        case "sent" | "dead":
            pass
        case "uncertain" if not mail.due_at:
            pass
        case _:
            yield f"left {mail.state}"


def promise_faults(conversation: Conversation, answers: Iterable[Mail]) -> Iterable[str]:
    """An answer that was accepted has kept the promise; one that was not has not."""
    reached = any(mail.state == "sent" for mail in answers)
    if reached and (conversation.unseen_since or conversation.promise_state != "kept"):
        yield f"{conversation.id}: its answer was accepted, its promise is {conversation.promise_state}"
    if not reached and not conversation.unseen_since:
        yield f"{conversation.id}: nobody has its answer, and it counts as seen"


def told(seed: int, faults: Mapping[str, Sequence[str]], history: Mapping[str, Sequence[str]]) -> str:
    """What a failed run has to say."""
    lines = [f"repeat with --hypothesis-seed={seed}; {len(faults)} mails went wrong"]
    for name, wrong in list(faults.items())[:20]:
        lines.append(f"{name}: {'; '.join(wrong)} <- {' | '.join(history.get(name, ['never tried']))}")
    return "\n".join(lines)
