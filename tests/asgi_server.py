"""The site as it is served, on a thread of the test's own process: a fake engine can be put under it."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager

import uvicorn
from django.conf import settings

from tests.processes import PATIENCE_SECONDS, wait_until
from voicesite.server_options import server_options


@contextmanager
def serving() -> Iterator[str]:
    """The address of a server that ends with the block."""
    from voicesite.asgi import application

    options = server_options(settings.CONFIG)
    config = uvicorn.Config(application, host="127.0.0.1", port=0, timeout_graceful_shutdown=2, **options)
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run, name="asgi-server", daemon=True)
    thread.start()
    try:
        wait_until(
            lambda: server.started, seconds=PATIENCE_SECONDS, why="the server starting", every_seconds=0.01
        )
        yield f"http://127.0.0.1:{server.servers[0].sockets[0].getsockname()[1]}"
    finally:
        server.should_exit = True
        thread.join(PATIENCE_SECONDS)
