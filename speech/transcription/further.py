"""Recognisers beside Whisper's own: checkpoints of Transformers', and other servers."""

from functools import partial
from pathlib import Path

from django.conf import settings

from speech.engines.registry import Opener, Openers
from speech.recognition.checkpoints import Checkpoint, checkpoint_folders
from speech.recognition.hugging_face import open_checkpoint
from speech.recognition.remote import RemoteServer, open_remote


def further_openers() -> Openers:
    config = settings.CONFIG
    openers: dict[str, Opener] = {
        name: partial(open_checkpoint, name, folder)
        for name, folder in checkpoint_folders(config.models_dir).items()
    }
    for name, remote in config.transcription_remotes.items():
        openers[name] = partial(open_remote, name, RemoteServer(**remote.model_dump()))
    return openers


def checkpoint_opener(name: str, source: Path | str) -> Opener | None:
    """None for what is no such checkpoint."""
    if isinstance(source, Path) and Checkpoint(source).is_one:
        return partial(open_checkpoint, name, source)
    return None
