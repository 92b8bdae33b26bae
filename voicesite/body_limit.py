"""No body is taken in that is larger than anything it could be for.

Django under ASGI writes a request's whole body to disk before any view can refuse it.
"""

import asyncio
import json
import re
from collections.abc import Awaitable, Callable, Mapping
from typing import Any

from common.errors import TooLarge
from common.request_id import accept_or_make
from openai_api.door import leads_here
from openai_api.middleware import PROCESSING_HEADER
from voicesite.doors import error_answer

Scope = dict[str, Any]
Message = Mapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
App = Callable[[Scope, Receive, Send], Awaitable[None]]

SESSION_COOKIE = b"voicesite_session="
SENTENCE = "The request is larger than this site takes."


# Stands in a path for the id of whatever is there.
ANY_ID = "00000000-0000-0000-0000-000000000000"
_ID = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")


class _TooLarge(Exception):
    pass


class BodyLimit:
    """`most_bytes` where files are taken from somebody who shows a session or a key; else `small_bytes`.

    `own_limits` are of addresses that take files, but not as large ones. Whether the session or key is a
    true one is found out later: so only a few large bodies are taken in at once.
    """

    def __init__(
        self,
        app: App,
        *,
        most_bytes: int,
        small_bytes: int,
        upload_paths: frozenset[str],
        own_limits: Mapping[str, int] | None = None,
        at_once: int = 8,
    ) -> None:
        self.app = app
        limits = dict.fromkeys(upload_paths, most_bytes) | dict(own_limits or {})
        self.limits = {path.rstrip("/"): limit for path, limit in limits.items()}  # a page's ends in one
        self.small_bytes = small_bytes
        self._places = asyncio.Semaphore(at_once)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        headers = dict(scope["headers"])
        if not self._is_upload(scope["path"], headers):
            await self._answer(scope, receive, send, headers, self.small_bytes)
            return
        place = _Place(self._places)
        await place.take()
        try:
            limit = self.limits[_of_any(scope["path"])]
            await self._answer(scope, place.until_whole(receive), send, headers, limit)
        finally:
            place.give_back()

    async def _answer(
        self, scope: Scope, receive: Receive, send: Send, headers: dict[bytes, bytes], limit: int
    ) -> None:
        declared = headers.get(b"content-length", b"0")
        if declared.isdigit() and int(declared) > limit:
            await _refuse(scope, send)
            return
        try:
            await self.app(scope, _counted(receive, limit), send)
        except _TooLarge:  # raised while the body is read, so before any answer has begun
            await _refuse(scope, send)

    def _is_upload(self, path: str, headers: dict[bytes, bytes]) -> bool:
        has_files = headers.get(b"content-type", b"").lower().startswith(b"multipart/form-data")
        shows_session = SESSION_COOKIE in headers.get(b"cookie", b"")
        shows_key = headers.get(b"authorization", b"").lower().startswith(b"bearer vs_")
        return has_files and (shows_session or shows_key) and _of_any(path) in self.limits


def _of_any(path: str) -> str:
    return _ID.sub(ANY_ID, path).rstrip("/")


class _Place:
    """Held while a body comes in. What is then made of it may take much longer."""

    def __init__(self, places: asyncio.Semaphore) -> None:
        self._places, self._is_held = places, False

    async def take(self) -> None:
        await self._places.acquire()
        self._is_held = True

    def give_back(self) -> None:
        if self._is_held:
            self._is_held = False
            self._places.release()

    def until_whole(self, receive: Receive) -> Receive:
        async def received() -> Message:
            message = await receive()
            if not message.get("more_body"):
                self.give_back()
            return message

        return received


def _counted(receive: Receive, limit: int) -> Receive:
    """For a body that declares no length: it is counted as it comes."""
    taken = 0

    async def counted() -> Message:
        nonlocal taken
        message = await receive()
        taken += len(message.get("body", b""))
        if taken > limit:
            raise _TooLarge
        return message

    return counted


async def _refuse(scope: Scope, send: Send) -> None:
    answer = error_answer(
        scope["path"], {"code": TooLarge.code, "message": SENTENCE, "param": None}, TooLarge.status
    )
    body = json.dumps(answer.body).encode() if answer else SENTENCE.encode()
    content_type = b"application/json" if answer else b"text/plain; charset=utf-8"
    given = dict(scope["headers"]).get(b"x-request-id", b"").decode("latin-1")
    headers = [
        (b"content-type", content_type),
        (b"connection", b"close"),
        (b"x-request-id", accept_or_make(given).encode()),
    ]
    if leads_here(scope["path"]):
        headers.append((PROCESSING_HEADER.encode(), b"0"))
    await send({"type": "http.response.start", "status": TooLarge.status, "headers": headers})
    await send({"type": "http.response.body", "body": body})
