"""An entry point with a planted bug: see `planted`."""

from tests.fire.planted import forget_every_cid, serve

if __name__ == "__main__":
    forget_every_cid()
    serve()
