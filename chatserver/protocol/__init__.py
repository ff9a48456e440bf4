"""The wire: every frame declared once, parsed at the edge, no I/O (docs/protocol.md)."""
