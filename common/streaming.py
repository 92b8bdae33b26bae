"""Bytes sent while they are made, under ASGI as under WSGI."""

import asyncio
from collections.abc import AsyncIterator, Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from django.core.handlers.asgi import ASGIRequest
from django.db import connections
from django.http import HttpRequest, StreamingHttpResponse


def stream(request: HttpRequest, chunks: Iterator[bytes], **kwargs: Any) -> StreamingHttpResponse:
    """A response that sends each chunk as it comes.

    Django's ASGI handler swallows a synchronous iterator whole before it sends the first byte,
    so there the chunks are drawn one by one on a thread.
    """
    content = _drawn_on_a_thread(chunks) if isinstance(request, ASGIRequest) else chunks
    return StreamingHttpResponse(content, **kwargs)


async def _drawn_on_a_thread(chunks: Iterator[bytes]) -> AsyncIterator[bytes]:
    loop = asyncio.get_running_loop()
    # One thread of its own: closing waits in line behind a chunk that is still being made,
    # since a running generator can't be closed from another thread.
    thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix="stream")
    try:
        while (chunk := await loop.run_in_executor(thread, next, chunks, None)) is not None:
            yield chunk
    finally:
        # The client may have gone away: let the generator close its file and stop its work.
        close = getattr(chunks, "close", None)
        if close:
            thread.submit(close)
        # What the chunks asked the database, they asked on a connection of this thread's own.
        thread.submit(connections.close_all)
        thread.shutdown(wait=False)
