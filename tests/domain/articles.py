"""Help articles for tests."""

from chatserver.domain.articles import Article, read_article


def an_article(body: str = "Lời.", name: str = "help", language: str = "vi", **head: str) -> Article:
    """A sound article; values of the head as TOML writes them."""
    given = {"title": '"Tiêu đề"', **head}
    lines = [f"{key} = {value}" for key, value in given.items()]
    article, faults = read_article(f"{name}.{language}.md", "\n".join(["+++", *lines, "+++", body]))
    assert article and not faults, faults
    return article
