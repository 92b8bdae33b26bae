"""A profile's picture over HTTP."""

from django.http import HttpRequest, HttpResponse

from common.serving import ASK_EACH_TIME, is_unchanged
from profiles.models import Avatar


def picture_response(request: HttpRequest, avatar: Avatar) -> HttpResponse:
    etag = f'"{avatar.sha256}"'
    if is_unchanged(request, etag):
        response = HttpResponse(status=304)
    else:
        response = HttpResponse(bytes(avatar.image), content_type="image/webp")
    response["ETag"] = etag
    response["Cache-Control"] = ASK_EACH_TIME
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Disposition"] = "inline"
    return response
