"""How large an archive may be: as it is sent, and in all that comes out of it."""

from django.conf import settings

from profiles.samples.limits import SAMPLES_MOST
from speech.packed_files import PackLimits

MIB = 1024 * 1024
# Twenty samples of half a minute, uncompressed, are a fifth of it.
ARCHIVE_MAX_BYTES = 512 * MIB
UNPACKED_MAX_BYTES = 1024 * MIB
AVATAR_MAX_BYTES = 5 * MIB
# Its manifest, its picture, and the folder that some programs list beside what is in it.
OTHER_MEMBERS = 3


def archive_max_bytes() -> int:
    return min(ARCHIVE_MAX_BYTES, settings.CONFIG.request_max_bytes)


def pack_limits() -> PackLimits:
    return PackLimits(members=SAMPLES_MOST + OTHER_MEMBERS, unpacked_bytes=UNPACKED_MAX_BYTES)
