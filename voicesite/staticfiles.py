"""Static files under names that change with their content, so that browsers may keep them for ever."""

import hashlib
from contextlib import closing
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command
from django.http import HttpRequest, HttpResponse
from whitenoise.middleware import WhiteNoiseMiddleware


def collect() -> None:
    """Hashing and packing them takes seconds, at each start: only where one is another than last time."""
    kept = Path(settings.STATIC_ROOT) / ".collected"
    found = _fingerprint()
    if kept.exists() and kept.read_text() == found:
        return
    kept.unlink(missing_ok=True)  # who is killed amid it begins anew
    # Cleared first: it would leave one be that an older version of the site brings back.
    call_command("collectstatic", clear=True, interactive=False, verbosity=0)
    kept.write_text(found)


def _fingerprint() -> str:
    """Of where they come from, how long they are and when they were written."""
    found = hashlib.sha256(Path(__file__).read_bytes())
    for finder in get_finders():
        for path, storage in finder.list([]):
            source = Path(storage.path(path))
            status = source.stat()
            found.update(f"{path}\0{source}\0{status.st_size}\0{status.st_mtime_ns}\n".encode())
    return found.hexdigest()


class StaticFilesMiddleware(WhiteNoiseMiddleware):
    """WhiteNoise answers with a synchronous stream, which ASGI can't send piece by piece and warns of.

    Our static files are small: they are sent whole.
    """

    @staticmethod
    def serve(static_file: Any, request: HttpRequest) -> HttpResponse:
        streamed = WhiteNoiseMiddleware.serve(static_file, request)
        with closing(streamed):
            body = b"".join(streamed.streaming_content)
        return HttpResponse(body, status=streamed.status_code, headers=dict(streamed.headers))
