"""In which of our languages a text is written: a mail says nothing about what its writer reads."""

import re
import unicodedata

READ = 4_000
ENOUGH = 2
VIETNAMESE = re.compile(
    "[ăđơưạảấầẩẫậắằẳẵặẹẻẽếềểễệỉĩịọỏốồổỗộớờởỡợụủũứừửữựỳỵỷỹ]"  # in no other language with Latin letters
)
WORD = re.compile(r"[a-z]+")
_BARE = (
    "khong toi duoc giup voi nhung xin chao cho hoi cam nhe roi muon minh cua ban nhu vay hang tien dang nhap"
)
_ENGLISH = (
    "the and is are to of my i you your please not with for can could have this that when how what we it"
)
BARE = frozenset(WORD.findall(_BARE))
"""Vietnamese as it is typed without its marks; no word of it is English."""
ENGLISH = frozenset(WORD.findall(_ENGLISH))


def guess_language(text: str, otherwise: str) -> str:
    """`vi` or `en`; `otherwise` when a text is too short, or neither."""
    start = unicodedata.normalize("NFC", text[:READ]).lower()
    if len(VIETNAMESE.findall(start)) >= ENOUGH:
        return "vi"
    words = set(WORD.findall(start))
    bare, english = len(words & BARE), len(words & ENGLISH)
    if max(bare, english) < ENOUGH or bare == english:
        return otherwise
    return "vi" if bare > english else "en"
