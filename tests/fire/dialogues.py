"""Real dialogues to drive traffic with: tests/data/dialogues-excerpt.jsonl (see the notice beside it)."""

import json
from dataclasses import dataclass
from pathlib import Path

EXCERPT = Path(__file__).parent.parent / "data" / "dialogues-excerpt.jsonl"


@dataclass(frozen=True, slots=True)
class Dialogue:
    """What each side says, in its order."""

    visitor: list[str]
    agent: list[str]


def dialogues() -> list[Dialogue]:
    """Every dialogue of the excerpt."""
    return [_dialogue(json.loads(line)["turns"]) for line in EXCERPT.read_text("utf-8").splitlines()]


def _dialogue(turns: list[dict[str, str]]) -> Dialogue:
    def said_by(who: str) -> list[str]:
        return [turn["text"].strip() for turn in turns if turn["from"] == who]

    return Dialogue(said_by("visitor"), said_by("agent"))
