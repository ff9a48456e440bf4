"""Pages whose own script speaks to the widget."""

from typing import Any

from tests.browser.widget.shop import STUB, OpenShop, Shop


def with_script(shop: OpenShop, script: str, **options: Any) -> Shop:
    """A page that has the stub, then says something of its own."""
    return shop(head=f"<script>{STUB}\n{script}</script>", **options)


def boots(site: Shop, settings: str = "") -> str:
    """A page as a manager of tags leaves it: the tag without any attribute, the site in a call."""
    call = f"chatserver('boot', {{ site: '{site.server.site_key}', {settings} }})"
    return f'<script>{STUB}\n{call}</script><script async src="{site.server.url}/widget.js"></script>'
