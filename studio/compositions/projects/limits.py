"""How large a project may be: as it is sent, and in all that comes out of it."""

from django.conf import settings

from speech.packed_files import PackLimits
from studio.compositions.timeline import MOST_REGIONS

MANIFEST_MAX_BYTES = 8 * 1024 * 1024  # a thousand regions are less than one of them
# What is packed while somebody waits for it; a job does the others.
PACKED_AT_ONCE_BYTES = 256 * 1024 * 1024
# Its manifest, and the folder that some programs list beside what is in it.
OTHER_MEMBERS = 2


def project_max_bytes() -> int:
    return int(settings.CONFIG.request_max_bytes)


def pack_limits() -> PackLimits:
    # Sounds are packed as they are: what unpacks to much more than was sent is none of ours.
    return PackLimits(members=MOST_REGIONS + OTHER_MEMBERS, unpacked_bytes=2 * project_max_bytes())
