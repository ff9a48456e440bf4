"""The edge to mail servers: what goes out, what comes in."""
