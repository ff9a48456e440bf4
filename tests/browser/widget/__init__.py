"""The visitor's widget on pages of other origins, against a real server."""
