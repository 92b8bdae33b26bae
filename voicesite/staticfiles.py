"""Static files under names that change with their content, so that browsers may keep them for ever."""

from contextlib import closing
from typing import Any

from django.contrib.staticfiles.storage import HashedFilesMixin
from django.http import HttpRequest, HttpResponse
from whitenoise.middleware import WhiteNoiseMiddleware
from whitenoise.storage import CompressedManifestStaticFilesStorage

_, _MODULE_IMPORTS = HashedFilesMixin._js_module_import_aggregation_patterns  # type: ignore[attr-defined]


class ModuleAwareManifestStorage(CompressedManifestStaticFilesStorage):
    """Rewrites `import … from "./x.js"` too: a module must not pull an old neighbour from the cache.

    In our own modules alone: in other people's scripts Django mistakes words for imports.
    """

    patterns = (*HashedFilesMixin.patterns, ("js/*.js", _MODULE_IMPORTS))


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
