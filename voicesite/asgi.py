"""The web process's entry point."""

import os

from django.core.asgi import get_asgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "voicesite.settings")

django_application = get_asgi_application()

# Settings can be read only once Django is set up.
from django.conf import settings  # noqa: E402
from django.urls import reverse  # noqa: E402

from common.departures import DeparturesTold  # noqa: E402
from voicesite.body_limit import BodyLimit  # noqa: E402

UPLOADS = ("clips:upload", "clips-api:list", "speak:file", "speak-api:jobs")

application = BodyLimit(
    DeparturesTold(django_application),
    most_bytes=settings.CONFIG.request_max_bytes,
    upload_paths=frozenset(reverse(name) for name in UPLOADS),
    small_bytes=settings.DATA_UPLOAD_MAX_MEMORY_SIZE,
)
