"""An entry point with a planted bug: see `planted`."""

from tests.fire.planted import ack_before_writing, serve

if __name__ == "__main__":
    ack_before_writing()
    serve()
