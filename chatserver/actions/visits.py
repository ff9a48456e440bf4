"""A visitor's page views and the context their page gives."""

from zoneinfo import available_timezones

import msgspec

from chatserver.actions.office import Office
from chatserver.clock import millis
from chatserver.domain.errors import Refused
from chatserver.domain.message import WrittenOn
from chatserver.domain.page import clean_title, clean_url, title_of
from chatserver.protocol.values import Context, PageView
from chatserver.store import visitors
from chatserver.store.bus import tell

MOST_CONTEXT_BYTES = 4096
LANGUAGE_CHARS, SCREEN_CHARS = 64, 32
ZONES = frozenset(available_timezones())


def clean(office: Office, site: str, page: PageView | None) -> PageView | None:
    """The part of a page view that may be kept, timed by our clock; None when its address is unusable (S3)."""
    rules = office.rules(site).page
    url = clean_url(page.url, rules) if page else None
    if page is None or url is None:
        return None
    return PageView(
        url=url,
        title=title_of(url, page.title),
        referrer=clean_url(page.referrer, rules) or "",
        language=clean_title(page.language)[:LANGUAGE_CHARS],  # NFC makes some texts longer
        screen=clean_title(page.screen)[:SCREEN_CHARS],
        zone=page.zone if page.zone in ZONES else "",
        at=millis(office.now),
    )


def written_on(office: Office, site: str, page: PageView | None) -> WrittenOn | None:
    """What a message remembers of its page."""
    view = clean(office, site, page)
    return WrittenOn(view.url, view.title) if view else None


async def see_page(office: Office, site: str, visitor: str, page: PageView) -> None:
    """Add a page view to the trail and tell consoles that watch; the page they are still on is no new view."""
    view = clean(office, site, page)
    if view is None or await visitors.current_page(office.client, site, visitor) == view.url:
        return
    text = msgspec.json.encode(view).decode()
    await visitors.add_page(office.client, site, visitor, text)
    await tell(office.client, site, {"k": "trail", "visitor": visitor, "page": msgspec.json.decode(text)})


async def keep_context(office: Office, site: str, visitor: str, context: Context) -> None:
    """Keep the product team's context; raises `Refused('error.too_big')` over 4 KB."""
    text = msgspec.json.encode(context)
    if len(text) > MOST_CONTEXT_BYTES:
        raise Refused("error.too_big")
    await visitors.keep_context(office.client, site, visitor, text.decode())
