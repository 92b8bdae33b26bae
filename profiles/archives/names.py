"""What the parts of an archive of a profile are called."""

import re

from speech.archives.manifests import MANIFEST

AVATAR = "avatar.webp"
SAMPLES_FOLDER = "samples/"
SAMPLE = re.compile(r"samples/[0-9]{2}\.[a-z0-9]{1,5}", re.ASCII)


def belongs(name: str) -> bool:
    return name in (MANIFEST, AVATAR, SAMPLES_FOLDER) or SAMPLE.fullmatch(name) is not None
