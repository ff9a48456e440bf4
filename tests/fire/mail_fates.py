"""What a bad mail server does to each attempt, by chance from a seed: the same seed, the same troubles."""

import random

from tests.mail.smtp_server import CUT, HANG, KEEP_AND_CUT, KEEP_AND_HANG, TAKE

LATER = ("450 4.2.1 later", "451 4.3.0 later", "421 4.3.2 going down")
NEVER = ("550 5.1.1 no such user", "554 5.7.1 not from you")
SHARES = ((LATER, 0.20), (NEVER, 0.05), ((HANG, KEEP_AND_HANG), 0.05), ((CUT, KEEP_AND_CUT), 0.05))


class Fates:
    """20 % put off, 5 % refused, 5 % hang and 5 % are cut, each before or after DATA."""

    def __init__(self, seed: int) -> None:
        self._seed = seed
        self._now: dict[str, tuple[str, str]] = {}
        self.history: dict[str, list[str]] = {}
        self.attempts = 0

    def __call__(self, stage: str, address: str, times: int) -> str:
        """What happens at this stage; an attempt is drawn when it names its receiver."""
        if stage == "MAIL":
            return TAKE
        if stage == "RCPT":
            self.attempts += 1
            self._now[address] = self._drawn(address, times)
        at, what = self._now[address]
        happens = what if at == stage else TAKE
        self.history.setdefault(address, []).append(f"{stage}: {happens}")
        return happens

    def _drawn(self, address: str, times: int) -> tuple[str, str]:
        chance = random.Random(f"{self._seed} {address} {times}")
        point = chance.random()
        for choices, share in SHARES:
            if point < share:
                what = chance.choice(choices)
                return ("DATA" if what.startswith("keep") else chance.choice(("RCPT", "DATA"))), what
            point -= share
        return "DATA", TAKE
