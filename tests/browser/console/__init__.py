"""The agent console in a real browser, against a real server, with bare visitors."""
