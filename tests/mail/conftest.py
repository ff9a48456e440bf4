"""Fixtures of these tests."""

from tests.stores import client

__all__ = ["client"]
