"""No body is taken in that is larger than anything it could be for.

Django under ASGI writes a request's whole body to disk before any view can refuse it.
"""

import json
from collections.abc import Awaitable, Callable, Mapping
from typing import Any

Scope = dict[str, Any]
Message = Mapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
App = Callable[[Scope, Receive, Send], Awaitable[None]]

SENTENCE = "The request is larger than this site takes."


class _TooLarge(Exception):
    pass


class BodyLimit:
    """`most_bytes` for an upload by somebody who shows a cookie or a key, `small_bytes` for all else."""

    def __init__(self, app: App, *, most_bytes: int, small_bytes: int) -> None:
        self.app = app
        self.most_bytes = most_bytes
        self.small_bytes = small_bytes

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        headers = dict(scope["headers"])
        limit = self._limit_for(headers)
        declared = headers.get(b"content-length", b"0")
        if declared.isdigit() and int(declared) > limit:
            await _refuse(scope, send)
            return
        try:
            await self.app(scope, _counted(receive, limit), send)
        except _TooLarge:  # raised while the body is read, so before any answer has begun
            await _refuse(scope, send)

    def _limit_for(self, headers: dict[bytes, bytes]) -> int:
        is_upload = headers.get(b"content-type", b"").startswith(b"multipart/form-data")
        is_known = b"cookie" in headers or b"authorization" in headers
        return self.most_bytes if is_upload and is_known else self.small_bytes


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
    is_api = scope["path"].startswith(("/api/", "/v1/"))
    error = {"error": {"code": "too_large", "message": SENTENCE, "param": None}}
    body = json.dumps(error).encode() if is_api else SENTENCE.encode()
    content_type = b"application/json" if is_api else b"text/plain; charset=utf-8"
    headers = [(b"content-type", content_type), (b"connection", b"close")]
    await send({"type": "http.response.start", "status": 413, "headers": headers})
    await send({"type": "http.response.body", "body": body})
