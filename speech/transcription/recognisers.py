"""The recognisers of this process: the pack's, what lies in the models folder, what an operator names."""

from functools import cache, partial
from pathlib import Path

from django.conf import settings

from speech.engine_pool import let_go_when_idle, threads
from speech.engines.pool import EnginePool, PoolLimits
from speech.engines.registry import Openers, Registry
from speech.engines.settings import EngineSettings
from speech.packs.folders import marked_digest
from speech.recognition.base import Recogniser
from speech.recognition.known import USUAL_RECOGNISER
from speech.recognition.whisper import open_whisper
from speech.recognition.whisper_models import model_folders
from speech.services import pack_store
from speech.transcription.further import checkpoint_opener, further_openers


@cache
def registry() -> Registry[Recogniser]:
    config = settings.CONFIG
    recogniser_settings = EngineSettings(
        how_to_get={USUAL_RECOGNISER: f"Run `manage.py packs pull {USUAL_RECOGNISER}`."},
        threads=threads(),
        device=config.transcription_device,
        offline=config.offline,
    )
    return Registry(recogniser_settings, engines=_openers)


@cache
def pool() -> EnginePool[Recogniser]:
    config = settings.CONFIG
    limits = PoolLimits(
        generations=config.transcription_generations,
        wait_seconds=config.transcription_wait_seconds,
        idle_seconds=config.engine_idle_minutes * 60,
    )
    return let_go_when_idle(EnginePool(registry().engine, limits))


def _openers() -> Openers:
    """Looked up again each time: a model may have been put there since."""
    models = {
        name: checkpoint_opener(name, source) or partial(open_whisper, name, source)
        for name, source in _models().items()
    }
    return {**further_openers(), **models}


def _models() -> dict[str, Path | str]:
    config = settings.CONFIG
    named = {name: _source(where) for name, where in config.transcription_models.items()}
    return {USUAL_RECOGNISER: pack_store().folder(USUAL_RECOGNISER)} | _found(config.models_dir) | named


def _found(folder: Path) -> dict[str, Path]:
    """A pack has a name of its own."""
    return {name: path for name, path in model_folders(folder).items() if not marked_digest(path)}


def _source(where: str) -> Path | str:
    """A name on the hub looks like a relative path: only what begins as a path is taken for one."""
    return Path(where).expanduser() if where.startswith(("/", "~", ".")) else where
