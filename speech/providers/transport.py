"""httpx over connections whose waits are watched, past the operator's proxy where there is one."""

import urllib.request
from collections.abc import Iterable, Iterator

import httpcore
import httpx

from speech.providers.waiting import WatchedBackend

KEPT_SECONDS = 30.0  # that an unused connection stays open
LOOPBACK = frozenset({"localhost", "127.0.0.1", "::1"})
# httpcore's errors have no family of their own.
TRANSPORT_ERRORS = (
    httpcore.TimeoutException,
    httpcore.NetworkError,
    httpcore.ProtocolError,
    httpcore.ProxyError,
    httpcore.UnsupportedProtocol,
)


class WatchedTransport(httpx.BaseTransport):
    """For one server. What goes wrong on the way is one of `TRANSPORT_ERRORS`."""

    def __init__(self, url: str, *, connections: int) -> None:
        self._pool = _pool(httpx.URL(url), connections)

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        address = request.url
        asked = httpcore.Request(
            request.method,
            httpcore.URL(
                scheme=address.raw_scheme, host=address.raw_host, port=address.port, target=address.raw_path
            ),
            headers=request.headers.raw,
            content=request.stream,
            extensions=request.extensions,
        )
        answer = self._pool.handle_request(asked)
        return httpx.Response(
            answer.status, headers=answer.headers, stream=_Body(answer.stream), extensions=answer.extensions
        )

    def close(self) -> None:
        self._pool.close()


class _Body(httpx.SyncByteStream):
    def __init__(self, stream: object) -> None:
        self._stream = stream

    def __iter__(self) -> Iterator[bytes]:
        assert isinstance(self._stream, Iterable)  # noqa: S101 - a pool without asyncio gives no other
        yield from self._stream

    def close(self) -> None:
        if hasattr(self._stream, "close"):
            self._stream.close()


def _pool(address: httpx.URL, connections: int) -> httpcore.ConnectionPool:
    proxy = _proxy_for(address)
    if proxy is None:
        return httpcore.ConnectionPool(
            ssl_context=httpx.create_ssl_context(),
            max_connections=connections,
            keepalive_expiry=KEPT_SECONDS,
            network_backend=WatchedBackend(),
        )
    return httpcore.HTTPProxy(
        proxy_url=httpcore.URL(
            scheme=proxy.raw_scheme, host=proxy.raw_host, port=proxy.port, target=proxy.raw_path
        ),
        proxy_auth=(proxy.username.encode(), proxy.password.encode()) if proxy.username else None,
        ssl_context=httpx.create_ssl_context(),
        max_connections=connections,
        keepalive_expiry=KEPT_SECONDS,
        network_backend=WatchedBackend(),
    )


def _proxy_for(address: httpx.URL) -> httpx.URL | None:
    """As HTTPS_PROXY, HTTP_PROXY, ALL_PROXY and NO_PROXY of the environment say."""
    if address.host in LOOPBACK or urllib.request.proxy_bypass(address.host):
        return None
    known = urllib.request.getproxies()
    told = known.get(address.scheme) or known.get("all") or ""
    return httpx.URL(told) if told.startswith(("http://", "https://")) else None
