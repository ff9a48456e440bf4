"""The HTML of a stranger's mail, made fit to be shown: no scripts, styles or pictures, links that tell nothing."""

import re

import nh3

TAGS = {
    *(
        "p",
        "br",
        "div",
        "span",
        "hr",
        "pre",
        "code",
        "blockquote",
        "b",
        "strong",
        "i",
        "em",
        "u",
        "s",
        "a",
        "img",
    ),
    *("ul", "ol", "li", "h1", "h2", "h3", "h4", "h5", "h6", "table", "thead", "tbody", "tr", "td", "th"),
}
ATTRIBUTES = {"a": {"href"}, "img": {"alt"}, "td": {"colspan", "rowspan"}, "th": {"colspan", "rowspan"}}
GONE_WITH_CONTENT = {"script", "style", "title", "template", "iframe", "object", "svg", "math", "noscript"}
SCHEMES = {"http", "https", "mailto"}
PICTURE = re.compile(r"<img[\s/>]|\bbackground\s*=|\burl\(", re.IGNORECASE)
LONGEST = 500_000


def safe_html(html: str) -> str:
    """What may stand in a page of ours; of a picture only the words for it are left, so that nothing is fetched."""
    return nh3.clean(
        html[:LONGEST],
        tags=TAGS,
        clean_content_tags=GONE_WITH_CONTENT,
        attributes=ATTRIBUTES,
        url_schemes=SCHEMES,
        link_rel="noopener noreferrer nofollow",
        set_tag_attribute_values={"a": {"target": "_blank"}},
    )


def has_pictures(html: str) -> bool:
    """Whether something in it would have been fetched or drawn."""
    return PICTURE.search(html) is not None
