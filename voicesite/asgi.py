"""The web process's entry point."""

import os

from django.core.asgi import get_asgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "voicesite.settings")

django_application = get_asgi_application()

# Settings can be read only once Django is set up.
from channels.routing import ProtocolTypeRouter  # noqa: E402
from django.conf import settings  # noqa: E402
from django.urls import reverse  # noqa: E402

from common.departures import DeparturesTold  # noqa: E402
from dictation.sharing.limits import FILE_MAX_BYTES as ITEMS_FILE_MAX_BYTES  # noqa: E402
from openai_api.realtime.routing import websockets  # noqa: E402
from profiles.archives.limits import archive_max_bytes  # noqa: E402
from studio.conversations.limits import SCRIPT_FILE_MAX_BYTES  # noqa: E402
from voicesite.body_limit import ANY_ID, BodyLimit  # noqa: E402

UPLOADS = (
    "clips:upload",
    "clips-api:list",
    "speak:file",
    "speak-api:jobs",
    "transcribe:page",
    "transcribe-api:list",
    "compositions-api:import",
    "projects:import",
    "own-voices:page",
    "own-voices-api:list",
    "openai-api:voices",
    "openai-api:voice-consents",
)
UPLOADS_OF_ONE = ("samples:add", "samples-api:list", "adding:upload")
# Beside the file there is a form, with recordings of known speakers in it.
HEARD_BYTES = settings.CONFIG.transcription_max_bytes + 2 * settings.DATA_UPLOAD_MAX_MEMORY_SIZE
HEARD = (
    reverse("openai-api:transcriptions"),
    reverse("openai-api:translations"),
    reverse("attempts-api:shadow", args=[ANY_ID]),
    reverse("practice:aloud"),
)
ARCHIVE_BYTES = archive_max_bytes() + settings.DATA_UPLOAD_MAX_MEMORY_SIZE
ARCHIVES = ("archives:import", "archives-api:import")
# So much that the form can say in place that a picture is too large.
EDITOR_BYTES = 2 * settings.DATA_UPLOAD_MAX_MEMORY_SIZE
EDITORS = (reverse("profiles:new"), reverse("profiles:editor", args=[ANY_ID]))
SCRIPT_BYTES = SCRIPT_FILE_MAX_BYTES + settings.DATA_UPLOAD_MAX_MEMORY_SIZE
SCRIPTS = (
    reverse("conversations-api:script-preview"),
    *(
        reverse(name, args=[ANY_ID])
        for name in ("conversations-api:script", "conversations:script", "conversations:script-preview")
    ),
)

ITEMS_BYTES = ITEMS_FILE_MAX_BYTES + settings.DATA_UPLOAD_MAX_MEMORY_SIZE
ITEMS = ("items:import", "lists-api:import-items")

http = BodyLimit(
    DeparturesTold(django_application),
    most_bytes=settings.CONFIG.request_max_bytes,
    upload_paths=frozenset(
        [
            *(reverse(name) for name in UPLOADS),
            *(reverse(name, args=[ANY_ID]) for name in UPLOADS_OF_ONE),
        ]
    ),
    own_limits={
        **dict.fromkeys(HEARD, HEARD_BYTES),
        **{reverse(name): ARCHIVE_BYTES for name in ARCHIVES},
        **{reverse(name): ITEMS_BYTES for name in ITEMS},
        **dict.fromkeys(EDITORS, EDITOR_BYTES),
        **dict.fromkeys(SCRIPTS, SCRIPT_BYTES),
    },
    small_bytes=settings.DATA_UPLOAD_MAX_MEMORY_SIZE,
)
application = ProtocolTypeRouter({"http": http, "websocket": websockets})
