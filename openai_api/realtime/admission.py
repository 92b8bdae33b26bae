"""Who may open a WebSocket: the same door, the same rules and refusals as for any request under `/v1/`."""

import io
import json
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qs

from django.conf import settings
from django.contrib.auth import get_user
from django.contrib.sessions.middleware import SessionMiddleware
from django.core.exceptions import DisallowedHost
from django.core.handlers.asgi import ASGIRequest
from django.http import HttpResponse
from rest_framework import exceptions
from rest_framework.authentication import SessionAuthentication
from rest_framework.request import Request

from accounts.models import User
from accounts.requests import person
from common.errors import AppError, InvalidInput
from openai_api.realtime.secrets import ClientSecretAuthentication, SecretPass
from openai_api.realtime.session import Session
from openai_api.realtime.views import Realtime

SUBPROTOCOL = "realtime"
KEY_SUBPROTOCOL = "openai-insecure-api-key."
BETA_SUBPROTOCOL = "openai-beta.realtime-v1"
BETA_HEADER = b"openai-beta"


@dataclass(frozen=True)
class Admission:
    user: User
    session: Session
    is_beta: bool
    subprotocol: str | None


@dataclass(frozen=True)
class Refusal:
    """An answer in place of the handshake."""

    status: int
    headers: list[tuple[bytes, bytes]]
    body: bytes


class WebSocketDoor(Realtime):
    authentication_classes = [ClientSecretAuthentication, SessionAuthentication]


def admit(scope: dict[str, Any]) -> Admission | Refusal:
    """Asks the database; not for the event loop's thread."""
    view = WebSocketDoor()
    request = _as_request(scope)
    view.setup(request)
    asked = view.initialize_request(request)
    view.request, view.headers = asked, {}
    try:
        _require_known_host(request)
        view.initial(asked)
        _require_own_page(asked)
        return Admission(person(asked), _session(request, asked.auth), _is_beta(scope), _subprotocol(scope))
    except Exception as error:
        return refusal(view.handle_exception(error))


def refusal(response: Any) -> Refusal:
    headers = [(name.lower().encode(), str(value).encode("latin-1")) for name, value in response.items()]
    headers = [pair for pair in headers if pair[0] != b"content-type"]
    return Refusal(
        response.status_code,
        [*headers, (b"content-type", b"application/json")],
        json.dumps(response.data).encode(),
    )


def _as_request(scope: dict[str, Any]) -> ASGIRequest:
    scheme = "https" if scope.get("scheme") == "wss" else "http"
    request = ASGIRequest({**scope, "type": "http", "method": "GET", "scheme": scheme}, io.BytesIO())
    key = _key_among(scope)
    if key and "HTTP_AUTHORIZATION" not in request.META:
        request.META["HTTP_AUTHORIZATION"] = f"Bearer {key}"
    SessionMiddleware(lambda _: HttpResponse()).process_request(request)
    request.user = get_user(request)
    return request


def _key_among(scope: dict[str, Any]) -> str | None:
    """Pages can't set headers on a WebSocket: their secret comes as the name of a subprotocol."""
    offered = scope.get("subprotocols", [])
    return next(
        (name.removeprefix(KEY_SUBPROTOCOL) for name in offered if name.startswith(KEY_SUBPROTOCOL)), None
    )


def _require_known_host(request: ASGIRequest) -> None:
    try:
        request.get_host()
    except DisallowedHost:
        raise InvalidInput("This site is not reached by that name.", code="unknown_host") from None
    if settings.SECURE_SSL_REDIRECT and not request.is_secure():
        raise InvalidInput("This site is reached by wss:// alone.", code="insecure_connection")


def _require_own_page(asked: Request) -> None:
    """Browsers send cookies along from any page: a session counts only from the site's own."""
    if asked.auth is not None:
        return
    request = asked._request
    own = {f"{request.scheme}://{request.get_host()}", *settings.CSRF_TRUSTED_ORIGINS}
    if request.META.get("HTTP_ORIGIN") not in own:
        raise exceptions.PermissionDenied(
            "A page of another site can't use your session here. Send an API key or a client secret."
        )


def _session(request: ASGIRequest, auth: Any) -> Session:
    query = {name: values[-1] for name, values in parse_qs(request.META["QUERY_STRING"]).items()}
    session = Session().updated(auth.session) if isinstance(auth, SecretPass) else Session()
    if "model" in query:
        session = session.updated({"audio": {"input": {"transcription": {"model": query["model"][:200]}}}})
    is_wanted = query.get("intent") == "transcription" or isinstance(auth, SecretPass)
    if query.get("intent", "transcription") != "transcription" or not (is_wanted or "model" in query):
        raise InvalidInput(
            "Only transcription is live here: connect with ?intent=transcription.",
            param="intent",
            code="unsupported_session",
        )
    try:
        session.request()
    except AppError as error:
        error.param = "model"
        raise
    return session


def _is_beta(scope: dict[str, Any]) -> bool:
    told = dict(scope["headers"]).get(BETA_HEADER, b"")
    return b"realtime=v1" in told or BETA_SUBPROTOCOL in scope.get("subprotocols", [])


def _subprotocol(scope: dict[str, Any]) -> str | None:
    return SUBPROTOCOL if SUBPROTOCOL in scope.get("subprotocols", []) else None
