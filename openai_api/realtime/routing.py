"""Where WebSockets lead. There is one; any other address is refused as it would be under HTTP."""

import json
from typing import Any

from channels.routing import URLRouter
from django.urls import re_path

from common.errors import NotFound
from openai_api.door import PREFIX
from openai_api.errors import error_answer
from openai_api.realtime.consumer import RealtimeConsumer

NOTHING = error_answer(NotFound("There is no WebSocket at this address.").as_dict(), NotFound.status)


async def nothing_here(scope: dict[str, Any], receive: Any, send: Any) -> None:
    await receive()
    headers = [(b"content-type", b"application/json")]
    await send({"type": "websocket.http.response.start", "status": NOTHING.status, "headers": headers})
    await send({"type": "websocket.http.response.body", "body": json.dumps(NOTHING.body).encode()})


websockets = URLRouter(
    [
        re_path(rf"^{PREFIX.strip('/')}/realtime$", RealtimeConsumer.as_asgi()),
        re_path(r"", nothing_here),  # type: ignore[arg-type]  # Channels takes ASGI applications here
    ]
)
