"""An incident's name reads inside a sentence, and its link is safe to click (contract S3)."""

import pytest

from chatserver.domain.errors import Refused
from chatserver.domain.incident import LONGEST_NAME, LONGEST_URL, Wording, read_wording

VI, EN = "Không đăng nhập được", "Sign-in is down"


def test_each_reader_gets_their_language() -> None:
    words = read_wording(VI, EN)
    assert words == Wording(VI, EN, "")
    assert (words.in_language("vi"), words.in_language("en")) == (VI, EN)


def test_names_are_tidied_and_bring_no_full_stop() -> None:
    decomposed = "Khôn" + "g"
    words = read_wording(f"  {decomposed}\n thanh   toán được. ", "No payments...")
    assert (words.vi, words.en) == ("Không thanh toán được", "No payments")


@pytest.mark.parametrize("name", ["", "  ", "...", "a" * (LONGEST_NAME + 1), "đảo\u202engược", "nul\0"])
def test_a_name_is_short_and_printable_in_both_languages(name: str) -> None:
    for given in ((name, EN), (VI, name)):
        with pytest.raises(Refused) as refused:
            read_wording(*given)
        assert refused.value.reason == "incident_name"


@pytest.mark.parametrize(
    "url", ["https://status.twinai.com/i/7?x=1#now", "http://10.0.0.1:8080", " https://a.vn "]
)
def test_a_link_is_a_web_address(url: str) -> None:
    assert read_wording(VI, EN, url).url == url.strip()


@pytest.mark.parametrize(
    "url",
    [
        "javascript:alert(1)",
        "data:text/html,x",
        "status.twinai.com",
        "//status.twinai.com",
        "https://",
        "https://[::1",
        "https:///path",
        "https://a.vn/x y",
        'https://a.vn/"x',
        "https://a.vn/\u202e",
        "mailto:incident@twinai.com",
        "https://a.vn/" + "x" * LONGEST_URL,
    ],
)
def test_nothing_else_is_a_link(url: str) -> None:
    with pytest.raises(Refused) as refused:
        read_wording(VI, EN, url)
    assert refused.value.reason == "incident_link"
