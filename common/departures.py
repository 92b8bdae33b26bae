"""A client that leaves: told at once to the work that is done for it.

Django cancels what a request awaits, but a view on a thread runs on, and a stream that has not begun is
never closed.
"""

import threading
from collections.abc import Awaitable, Callable, Mapping
from typing import Any

from django.http import HttpRequest

from common.errors import ClientLeft

Scope = dict[str, Any]
Receive = Callable[[], Awaitable[Mapping[str, Any]]]
Send = Callable[[Mapping[str, Any]], Awaitable[None]]
App = Callable[[Scope, Receive, Send], Awaitable[None]]

KEY = "voicesite.departure"


class Departure:
    """Of one request's client: happens once or never."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._callbacks: list[Callable[[], None]] = []
        self._has_happened = False

    def then(self, callback: Callable[[], None]) -> None:
        """Called on the event loop's thread, so it must be quick; at once where the client has left."""
        with self._lock:
            if not self._has_happened:
                self._callbacks.append(callback)
                return
        callback()

    def check(self) -> None:
        """Raises `ClientLeft` once it has happened: for work that waits for its turn."""
        if self._has_happened:
            raise ClientLeft

    def happens(self) -> None:
        with self._lock:
            self._has_happened = True
            callbacks, self._callbacks = self._callbacks, []
        for callback in callbacks:
            callback()


class DeparturesTold:
    """An ASGI application around another, which learns of each request's departure."""

    def __init__(self, app: App) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        departure = Departure()

        async def heard() -> Mapping[str, Any]:
            message = await receive()
            if message["type"] == "http.disconnect":
                departure.happens()
            return message

        await self.app({**scope, KEY: departure}, heard, send)


def departure_of(request: HttpRequest) -> Departure:
    """One that never happens where the server can't tell."""
    return getattr(request, "scope", {}).get(KEY) or Departure()
