"""A self-hosted live chat server: visitors write on a website, agents answer, and promises are kept."""

__version__ = "0.1.0"
