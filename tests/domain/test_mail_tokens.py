"""Names that only this installation can have given."""

from hypothesis import given
from hypothesis import strategies as st

from chatserver.domain import mail_tokens as tokens

SECRET, OTHER = b"s" * 32, b"t" * 32
CONVERSATION = "0123456789abcdef" * 2
conversations = st.binary(min_size=16, max_size=16).map(bytes.hex)


@given(conversations)
def test_a_token_names_its_conversation_in_whatever_case(conversation: str) -> None:
    token = tokens.reply_token(SECRET, conversation)
    assert tokens.conversation_of(SECRET, token) == conversation
    assert tokens.conversation_of(SECRET, token.upper()) == conversation


def test_a_reply_address_fits_into_the_64_characters_of_a_local_part() -> None:
    token = tokens.reply_token(SECRET, CONVERSATION)
    assert len(f"{'r' * 21}+{token}") == 64
    assert token.isalnum() and token.islower()


@given(st.text(max_size=60) | st.from_regex(r"[a-z2-7]{42}", fullmatch=True))
def test_no_token_of_another_hand_is_believed(text: str) -> None:
    assert tokens.conversation_of(SECRET, text) is None


@given(st.integers(0, 41), st.sampled_from("abcdefghijklmnopqrstuvwxyz234567"))
def test_a_token_with_one_letter_changed_is_none(place: int, letter: str) -> None:
    token = tokens.reply_token(SECRET, CONVERSATION)
    changed = token[:place] + letter + token[place + 1 :]
    assert tokens.conversation_of(SECRET, changed) == (CONVERSATION if changed == token else None)


def test_each_installation_believes_only_its_own() -> None:
    assert tokens.conversation_of(OTHER, tokens.reply_token(SECRET, CONVERSATION)) is None
    named = tokens.message_id(SECRET, CONVERSATION, 4, "shop.example")
    assert tokens.mail_named(OTHER, named) is None


def test_a_message_id_names_a_mail_and_is_always_the_same() -> None:
    named = tokens.message_id(SECRET, CONVERSATION, 12, "shop.example")
    assert named == tokens.message_id(SECRET, CONVERSATION, 12, "shop.example")
    assert tokens.mail_named(SECRET, f"<{named}>") == (CONVERSATION, 12)
    assert tokens.mail_named(SECRET, named) == (CONVERSATION, 12)


@given(st.text(max_size=80))
def test_message_ids_of_others_name_nothing(text: str) -> None:
    assert tokens.mail_named(SECRET, text) is None
    token = tokens.reply_token(SECRET, CONVERSATION)
    for forged in (f"{token}@x", f"{token}.@x", f"{token}.x@x", f"{token}.{'9' * 10}@x", f"{token}.²@x"):
        assert tokens.mail_named(SECRET, forged) is None


def test_what_is_signed_for_one_purpose_is_good_for_no_other() -> None:
    link = tokens.link_code(SECRET, CONVERSATION, 1)
    assert link == tokens.link_code(SECRET, CONVERSATION, 1) != tokens.link_code(SECRET, CONVERSATION, 2)
    assert len({link, tokens.door_key(SECRET), tokens.door_key(OTHER), SECRET.hex()}) == 4
    assert len(bytes.fromhex(link)) == len(bytes.fromhex(tokens.door_key(SECRET))) == 32
