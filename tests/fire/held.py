"""What a client holds of one conversation: applies only the next message, resumes by its cursor (contract R7, R9)."""

from typing import Any

from tests.fire.history import History, Saw, Wrong

Frame = dict[str, Any]


class Held:
    """The cursor of one client in one conversation; notes what it applies and what should not have come."""

    def __init__(self, who: str, conversation: str, history: History) -> None:
        self.conversation = conversation
        self.epoch = ""
        self.seq = 0
        self.h = ""
        self._who = who
        self._history = history
        self._acked: dict[int, str] = {}  # seq → h of what an ack brought: a page may hold it too

    @property
    def cursor(self) -> Frame:
        """Where this client stands, for `hello` and `watch`."""
        return {"id": self.conversation, "epoch": self.epoch, "last_seq": self.seq, "last_h": self.h}

    def take(self, frame: Frame) -> list[Frame]:
        """Take a frame about this conversation; the messages that were new, oldest first."""
        match frame["t"]:
            case "message":
                return self._apply([frame])
            case "messages":
                self.epoch = frame["epoch"] or self.epoch
                return self._apply(frame["messages"])
            case "state" | "conversation":
                self.epoch = frame["epoch"]
            case "reset":  # every acked message is kept in these stories, so nothing may diverge
                self._wrong(f"reset: {frame['reason']}")
                self.epoch, self.seq, self.h = "", 0, ""
        return []

    def ack(self, ack: Frame, text: str) -> None:
        """Take the ack of own words as their message, where it is the next one."""
        if ack["dup"] or ack["seq"] != self.seq + 1:
            return
        self._acked[ack["seq"]] = ack["h"]
        self._apply([{**ack, "body": {"cid": ack["cid"], "text": text}}])

    def _apply(self, messages: list[Frame]) -> list[Frame]:
        new = []
        for message in messages:
            if message["seq"] <= self.seq and self._acked.pop(message["seq"], "") == message["h"]:
                continue
            if message["seq"] != self.seq + 1:
                self._wrong(f"{message['seq']} delivered after {self.seq}")
                continue
            self.seq, self.h = message["seq"], message["h"]
            body = message["body"]
            text = body.get("text", body.get("key", ""))
            self._history.note(Saw(self._who, self.conversation, body["cid"], self.seq, self.h, text))
            new.append(message)
        return new

    def _wrong(self, what: str) -> None:
        self._history.note(Wrong(self._who, self.conversation, what))
