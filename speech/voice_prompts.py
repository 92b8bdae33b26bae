"""What models on this machine made of somebody's recording: it goes when the recording goes."""

import logging

from speech.provider_openers import providers_dir
from speech.providers.research.prompts import FOLDER, forget_reference

logger = logging.getLogger(__name__)


def forget_prompts(digest: str) -> None:
    """`digest` is of the recording, as `Reference` has it. What stays nonetheless is logged.

    By what lies there: a provider that is in the settings no more may have made one, too.
    """
    for folder in providers_dir().glob(f"*/{FOLDER}"):
        try:
            forget_reference(folder, digest)
        except OSError:
            logger.exception("What %s made of a voice that is gone can't be removed", folder.parent.name)
