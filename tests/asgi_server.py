"""The site as it is served, on a thread of the test's own process: a fake engine can be put under it."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager

import uvicorn

from tests.processes import wait_until


@contextmanager
def serving() -> Iterator[str]:
    """The address of a server that ends with the block."""
    from voicesite.asgi import application

    config = uvicorn.Config(
        application, host="127.0.0.1", port=0, lifespan="off", log_config=None, timeout_graceful_shutdown=2
    )
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run, name="asgi-server", daemon=True)
    thread.start()
    try:
        wait_until(lambda: server.started, seconds=20, why="the server starting", every_seconds=0.01)
        yield f"http://127.0.0.1:{server.servers[0].sockets[0].getsockname()[1]}"
    finally:
        server.should_exit = True
        thread.join(15)
