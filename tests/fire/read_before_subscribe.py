"""An entry point with a planted bug: see `planted`."""

from tests.fire.planted import read_before_subscribing, serve

if __name__ == "__main__":
    read_before_subscribing()
    serve()
