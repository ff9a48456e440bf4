"""The page that is nothing but the widget, as it is served."""

from tests.server import ServerProcess
from tests.web.caller import Caller


def test_it_names_the_company_and_search_engines_leave_it_alone(
    caller: Caller, server: ServerProcess
) -> None:
    key = server.site_key
    answer = caller.get(f"/chat/{key}?lang=en")
    assert answer.status == 200 and "<h1>Twin AI</h1>" in answer.text
    assert answer.headers["X-Robots-Tag"] == "noindex" and 'content="noindex"' in answer.text
    assert f'data-site="{key}"' in answer.text and 'data-lang="en"' in answer.text
    assert "require-trusted-types-for 'script'" in answer.headers["Content-Security-Policy"]
    assert 'href="tel:' in answer.text and 'href="mailto:support@twinai.com"' in answer.text


def test_an_unknown_key_has_no_page(caller: Caller) -> None:
    assert caller.get("/chat/nosuchkey").status == 404
