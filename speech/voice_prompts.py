"""What models on this machine made of somebody's recording: it goes when the recording goes."""

import logging

from speech.provider_openers import provider_settings
from speech.providers.research.prompts import FOLDER, forget_reference

logger = logging.getLogger(__name__)


def forget_prompts(digest: str) -> None:
    """`digest` is of the recording, as `Reference` has it. What stays nonetheless is logged."""
    for name, provider in provider_settings(threads=1).items():
        if provider.cache_dir is None:
            continue
        try:
            forget_reference(provider.cache_dir / FOLDER, digest)
        except OSError:
            logger.exception("What %s made of a voice that is gone can't be removed", name)
