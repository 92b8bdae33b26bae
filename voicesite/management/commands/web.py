"""`manage.py web`: the web process."""

import threading
from typing import Any

import uvicorn
from django.conf import settings
from django.core.management.base import BaseCommand
from django.db import connections

from speech.engine_pool import warm_up
from speech.provider_actions import ask_everybody_for_voices
from voicesite.server_options import server_options

GRACE_SECONDS = 3  # the supervisor kills after 5


class Command(BaseCommand):
    help = "Serve pages and APIs."
    requires_system_checks: list[str] = []  # `start` has run them

    def handle(self, *args: Any, **options: Any) -> None:
        config = settings.CONFIG
        if config.engine_warm_up:
            threading.Thread(target=_warm_up, name="warm-up", daemon=True).start()
        uvicorn.run(
            "voicesite.asgi:application",
            host=config.host,
            port=config.port,
            access_log=False,
            server_header=False,
            proxy_headers=False,  # Django reads them, and only where `trust_proxy` says so
            timeout_graceful_shutdown=GRACE_SECONDS,
            **server_options(config),
        )


def _warm_up() -> None:
    warm_up()
    ask_everybody_for_voices()
    connections.close_all()
