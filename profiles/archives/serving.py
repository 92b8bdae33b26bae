"""An archive over HTTP."""

from django.http import HttpRequest, HttpResponseBase

from common.file_names import stem_of_title
from common.serving import Description, file_response
from profiles.archives.packing import pack
from profiles.models import Profile


def archive_response(request: HttpRequest, profile: Profile) -> HttpResponseBase:
    packed = pack(profile)
    about = Description(
        etag=f'"{packed.digest[:32]}"',
        content_type="application/zip",
        name=f"{stem_of_title(profile.name, otherwise='profile')}.zip",
        is_attachment=True,
        cache_control="private, no-store",
    )
    return file_response(request, packed.file, about)
