"""Bytes leave while they are made; a client that goes away stops the work."""

import asyncio
import threading

from django.db import connection, connections
from django.test import AsyncRequestFactory, RequestFactory

from common.streaming import stream
from tests.processes import wait_until


class Source:
    """Makes chunks and knows how many were drawn and whether it was closed."""

    def __init__(self, count: int) -> None:
        self.drawn = 0
        self.closed = threading.Event()
        self.count = count

    def chunks(self):
        try:
            for number in range(self.count):
                self.drawn += 1
                yield b"%d" % number
        finally:
            self.closed.set()


def test_under_asgi_the_first_chunk_leaves_before_the_second_is_made():
    source = Source(3)

    async def first_then_rest() -> tuple[bytes, int, list[bytes]]:
        response = stream(AsyncRequestFactory().get("/"), source.chunks())
        chunks = response.streaming_content
        first = await anext(chunks)
        return first, source.drawn, [chunk async for chunk in chunks]

    first, drawn_by_then, rest = asyncio.run(first_then_rest())
    assert (first, drawn_by_then, rest) == (b"0", 1, [b"1", b"2"])
    assert source.closed.wait(60)


def test_a_client_that_leaves_closes_the_source():
    source = Source(1000)

    async def leave_early() -> None:
        chunks = stream(AsyncRequestFactory().get("/"), source.chunks()).streaming_content
        await anext(chunks)
        await chunks.aclose()

    asyncio.run(leave_early())
    assert source.closed.wait(60)
    assert source.drawn < 5


def test_what_the_source_asked_the_database_leaves_no_connection_behind(transactional_db):
    used = []

    def asking():
        connection.ensure_connection()
        used.append(connections["default"])
        yield b"answer"

    async def drain() -> None:
        response = stream(AsyncRequestFactory().get("/"), asking())
        assert [chunk async for chunk in response.streaming_content] == [b"answer"]

    asyncio.run(drain())
    wait_until(lambda: used[0].connection is None, seconds=60, why="the end of the connection")


def test_under_wsgi_it_is_an_ordinary_iterator():
    response = stream(RequestFactory().get("/"), Source(3).chunks())
    assert b"".join(response.streaming_content) == b"012"
