"""A sheet drawn twice: as plain text, and as HTML that says the same.

Plain text has a line for each paragraph, however long: mail programs fit such lines to the window, while lines that
we broke would break again on a phone. (Neither Gmail nor Outlook reads `format=flowed`.)
"""

import re
from functools import cache

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup, escape

from chatserver.mail.words.sheet import Sheet

LINK = re.compile(r"https?://[^\s<>\"'`]+[^\s<>\"'`.,;:!?)\]}…]")
SAFE = re.compile(r"(https?://|mailto:)[^\s<>\"'`]+")


def as_text(sheet: Sheet) -> str:
    """The plain part."""
    drawn = _templates().get_template("sheet.txt").render(sheet=sheet)
    return re.sub(r"\n{3,}", "\n\n", drawn).strip("\n") + "\n"


def as_html(sheet: Sheet) -> str:
    """The HTML part: no image, nothing from elsewhere, styles inline."""
    return _templates().get_template("sheet.html").render(sheet=sheet)


def lines(text: str) -> Markup:
    """Text for HTML: its lines broken, its web addresses to be pressed."""
    return Markup("<br>").join(_linked(line) for line in text.split("\n"))


def address(href: str) -> str:
    """An address for an attribute: of the web or of mail, else '' (contract S3)."""
    return href if SAFE.fullmatch(href) else ""


def quoted(text: str) -> str:
    """Text with a mark before each line, as mail programs quote."""
    return "\n".join(f"> {line}".rstrip() for line in text.split("\n"))


def _linked(line: str) -> Markup:
    drawn, end = Markup(""), 0
    for found in LINK.finditer(line):
        href = found[0]
        drawn += escape(line[end : found.start()])
        drawn += Markup(
            '<a href="{}" rel="noopener noreferrer nofollow" class="a" style="color:#0b6bcb">{}</a>'
        ).format(href, href)
        end = found.end()
    return drawn + escape(line[end:])


@cache
def _templates() -> Environment:
    """Markup is escaped in the HTML part alone."""
    made = Environment(
        loader=PackageLoader("chatserver.mail"),
        autoescape=lambda name: bool(name and name.endswith(".html")),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.filters.update(lines=lines, address=address, quoted=quoted)
    return made
