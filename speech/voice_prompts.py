"""What models on this machine made of somebody's recording: it goes when the recording goes."""

import logging

from django.conf import settings

from speech.provider_openers import PROVIDERS
from speech.providers.research.prompts import FOLDER, forget_reference

logger = logging.getLogger(__name__)


def forget_prompts(digest: str) -> None:
    """`digest` is of the recording, as `Reference` has it. Providers that the settings name no more have made
    something of it, too. What stays nonetheless is logged.
    """
    for folder in (settings.CONFIG.data_dir / PROVIDERS).glob(f"*/{FOLDER}"):
        try:
            forget_reference(folder, digest)
        except OSError:
            logger.exception("What a model made of a voice that is gone can't be removed from %s", folder)
