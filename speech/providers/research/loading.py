"""Which folder a model lies in, and what is checked of it before anything is read.

Safetensors alone: other files of weights may run what they like when they are read. Nothing is fetched
here; `manage.py fetch_model NAME` does that.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from speech.engines.errors import EngineUnavailable
from speech.providers.settings import ProviderSettings

# For every `from_pretrained`: nothing is asked of the network, and no code that comes with a model is run.
FROM_HERE: Mapping[str, Any] = {"local_files_only": True, "trust_remote_code": False}
_MOST_JSON_BYTES = 16 * 1024 * 1024
PICKLES = ("*.bin", "*.pt", "*.pth", "*.ckpt")


def model_folder(settings: ProviderSettings, model: str = "") -> Path:
    """Of the provider's model, or of a further one that it names. Raises `EngineUnavailable`."""
    wanted = model or settings.model
    folder = next((place for place in _places(wanted, settings.models_dir) if place.is_dir()), None)
    if folder is None:
        raise _missing(settings, wanted)
    if next(folder.glob("*.safetensors"), None) is None:
        raise _without_weights(settings, folder)
    return folder


def is_path(model: str) -> bool:
    return model.startswith(("/", "~", "./", "../"))


def folder_name(model: str) -> str:
    """Of a model of the hub, within the folder of models."""
    return model.replace("/", "--")


def _places(model: str, models_dir: Path | None) -> Iterator[Path]:
    if is_path(model):
        yield Path(model).expanduser()
    elif models_dir is not None:
        yield from (models_dir / folder_name(model), models_dir / model)
    if not is_path(model) and (cached := _in_hubs_cache(model)):
        yield cached


def _in_hubs_cache(model: str) -> Path | None:
    """Where the hub's own tools keep what they were asked for."""
    from huggingface_hub import try_to_load_from_cache
    from huggingface_hub.errors import HFValidationError

    try:
        found = try_to_load_from_cache(model, "config.json")
    except HFValidationError:  # no name of the hub's
        return None
    return Path(found).parent if isinstance(found, str) else None


def _missing(settings: ProviderSettings, model: str) -> EngineUnavailable:
    advice = f"Run `manage.py fetch_model {settings.name}`"
    advice += " where there is a network, or put the model's folder there."
    if is_path(model):
        advice = f"Put the model's folder there, or name another in [providers.{settings.name}]."
    return EngineUnavailable(
        settings.name, reason=f"its model {Path(model).name} is not on this machine", what_to_do=advice
    )


def _without_weights(settings: ProviderSettings, folder: Path) -> EngineUnavailable:
    if any(next(folder.glob(pattern), None) for pattern in PICKLES):
        return EngineUnavailable(
            settings.name,
            reason="its weights are there as a pickle only, which is never read",
            what_to_do=f"Get them as .safetensors: `manage.py fetch_model {settings.name} --convert`.",
        )
    return EngineUnavailable(
        settings.name,
        reason=f"its folder {folder.name} holds no weights (.safetensors)",
        what_to_do="Put the whole model there.",
    )


def require_packages(
    settings: ProviderSettings, packages: Sequence[str] = ("torch", "transformers"), *, extra: str = "hf"
) -> None:
    """Looked for, not imported."""
    missing = [package for package in packages if find_spec(package) is None]
    if missing:
        raise EngineUnavailable(
            settings.name,
            reason=f"{' and '.join(missing)} {'are' if len(missing) > 1 else 'is'} not installed",
            what_to_do=f"Run `.venv/bin/python scripts/install.py {extra}`.",
        )


def folder_of_a(settings: ProviderSettings, architecture: str) -> Path:
    """Of a model of that class; raises what is missing for it."""
    require_packages(settings)
    folder = model_folder(settings)
    require_architecture(settings, folder, [architecture])
    return folder


def require_architecture(settings: ProviderSettings, folder: Path, names: Sequence[str]) -> None:
    """`names` are classes of Transformers, as a model's config.json tells its own."""
    found = read_json(folder / "config.json").get("architectures")
    if not isinstance(found, list) or not set(found) & set(names):
        raise EngineUnavailable(
            settings.name,
            reason=f"what lies in {folder.name} is no model of the kind {settings.kind}",
            what_to_do="Name the right kind, or another model.",
        )


def read_json(path: Path) -> dict[str, Any]:
    """Empty where it is missing or broken: what it should have said is asked for later."""
    try:
        if path.stat().st_size > _MOST_JSON_BYTES:
            return {}
        found = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError, RecursionError):
        return {}
    return found if isinstance(found, dict) else {}


def quieten() -> None:
    """A server's log has no place for bars of progress."""
    import transformers

    transformers.logging.set_verbosity_error()
    transformers.logging.disable_progress_bar()
