"""Help articles as documents: what `GET /api/articles/…` answers."""

from msgspec import Struct

from chatserver.domain.blocks import Block


class ArticleRow(Struct, frozen=True):
    """An article in a list."""

    id: str
    language: str  # vi | en: the asked one where there is that
    title: str
    text: str  # its beginning, or the part that was found
    here: bool  # it is for the page that was named


class ArticleList(Struct, frozen=True):
    """The best first."""

    articles: list[ArticleRow]


class ArticleShown(Struct, frozen=True):
    """A whole article, to be drawn as text: there is no HTML in it."""

    id: str
    language: str
    title: str
    departments: tuple[str, ...]  # whom to ask when it does not help
    blocks: tuple[Block, ...]
