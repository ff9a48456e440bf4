"""A mail's language is guessed from its words; when unsure, the desk's own."""

import pytest

from chatserver.domain.language_guess import guess_language


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Tôi không đăng nhập được, giúp tôi với.", "vi"),
        ("toi khong dang nhap duoc, giup toi voi", "vi"),
        ("Xin chao, cho minh hoi ve don hang", "vi"),
        ("Tôi không đăng nhập được", "vi"),
        ("I can not sign in to my account, please help", "en"),
        ("Hello, the app is not working", "en"),
        ("Hello Thảo, the app says that I have no access to my account", "en"),
    ],
)
def test_whole_sentences_tell(text: str, language: str) -> None:
    assert guess_language(text, "vi" if language == "en" else "en") == language


@pytest.mark.parametrize(
    "text", ["", "???", "Ok", "Bonjour, je ne peux pas ouvrir l'application", "12345 — 67"]
)
def test_too_little_or_another_language_is_the_desks_own(text: str) -> None:
    assert guess_language(text, "vi") == "vi"
    assert guess_language(text, "en") == "en"
