"""One function per verb: load, let the domain decide, store, publish."""
