"""How uvicorn serves the site, in production and in tests."""

from typing import Any

from common.sizes import MIB
from voicesite.config import Config

PING_SECONDS = 20.0


def server_options(config: Config) -> dict[str, Any]:
    return {
        "lifespan": "off",
        "log_config": None,  # one format for every line: voicesite/logs.py
        "ws_max_size": config.live_message_mib * MIB,
        # Sound in base64 hardly shrinks, and a small message could hold a huge one.
        "ws_per_message_deflate": False,
        "ws_ping_interval": PING_SECONDS,  # shows who is gone, and keeps what lies between from hanging up
        "ws_ping_timeout": None,  # an answer is not read while sound waits to be heard
    }
