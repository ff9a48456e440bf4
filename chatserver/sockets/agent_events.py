"""Passing events as a console is told of them."""

import msgspec
from msgspec import Struct

from chatserver.protocol import to_agent as told
from chatserver.protocol.values import PageView
from chatserver.store.bus import Event


def frame_of(conversation: str, event: Event) -> Struct | None:
    """The frame for an event of a conversation that is shown; None when there is nothing to say as it is."""
    match event["k"]:
        case "typing":
            return told.Composing(conversation, event["on"], event["name"])
        case "read" if event["who"] == "visitor":
            return told.Seen(conversation, event["seq"])
        case "here" if event["here"]:
            return told.Here(conversation, True)
        case "trail":
            return told.Trail(conversation, msgspec.convert(event["page"], PageView))
    return None


def asks_to_look(event: Event) -> bool:
    """Whether only the store knows what an event means: one browser has gone, the person may have others."""
    return event["k"] == "person" or (event["k"] == "here" and not event["here"])
