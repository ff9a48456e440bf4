"""Pages of other make, which the widget must look and work the same on."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from tests.browser.widget.shop import Shop

PAGES = Path(__file__).parent
WINDOW = {"width": 1000, "height": 760}


@dataclass
class Host(Shop):
    """The page of a file here: SNIPPET is the tag, SECOND one of another site, HOSTED the address of our page."""

    page: str = "plain"

    def html(self) -> str:
        """The file with its tags."""
        tag = f'<script async src="{self.server.url}/widget.js" data-site="SITE" {self.attributes}></script>'
        text = (PAGES / f"{self.page}.html").read_text("utf-8")
        own = tag.replace("SITE", self.server.site_key)
        text = text.replace("HOSTED", f"{self.server.url}/chat/{self.server.site_key}")
        return text.replace("SNIPPET", own).replace("SECOND", tag.replace("SITE", "another"))


OpenHost = Callable[..., Host]
