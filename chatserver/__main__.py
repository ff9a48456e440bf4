"""`python -m chatserver` is the same as `chatserver`."""

from chatserver.cli import main

main()
