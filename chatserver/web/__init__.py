"""Pages and endpoints over plain HTTP, one a file."""
