"""A preview over HTTP."""

from django.http import HttpResponse

from profiles.effects.preview import Preview


def preview_response(preview: Preview) -> HttpResponse:
    return HttpResponse(
        preview.data,
        content_type=preview.content_type,
        headers={
            "Cache-Control": "no-store",
            "X-Clip": str(preview.clip.pk),
            "X-Stretch": f"{preview.begins_seconds:.3f} {preview.ends_seconds:.3f}",
        },
    )
