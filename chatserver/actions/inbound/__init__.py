"""Mail comes in: into its conversation, into a new one, or aside; no mail is lost and none is answered twice."""

from chatserver.actions.inbound.receive import receive
from chatserver.actions.inbound.room import MailRoom, Outcome
from chatserver.actions.inbound.set_aside import end_set_aside

__all__ = ["MailRoom", "Outcome", "end_set_aside", "receive"]
