"""Codecs: models of their own, between sound and what a speaking model reads and writes.

A processor of Transformers' would look for its codec on the hub. It is given one from this machine instead,
and is otherwise put together from its folder as it would put itself together.
"""

from __future__ import annotations

import inspect
from pathlib import Path
from typing import Any

from speech.engines.errors import EngineUnavailable
from speech.providers.research.loading import FROM_HERE, model_folder, read_json
from speech.providers.settings import ProviderSettings

INSIDE = "codec"  # a folder in the model's own


def codec_folder(settings: ProviderSettings, folder: Path, *, named: str, usual: str) -> Path:
    """Where the model's codec lies: `named` is what the operator says. Raises `EngineUnavailable`."""
    return model_folder(settings, named or _own_codec(folder) or usual)


def model_and_codec(settings: ProviderSettings, *, named: str, usual: str) -> tuple[str, ...]:
    """What is to be fetched. Which codec it is the model itself says, once it is here."""
    try:
        own = _own_codec(model_folder(settings))
    except EngineUnavailable:
        own = ""
    return (settings.model, named or own or usual)


def _own_codec(folder: Path) -> str:
    """Inside the model's folder, or called by the model; empty where it says nothing of one."""
    if (inside := folder / INSIDE).is_dir():
        return str(inside.resolve())
    said = read_json(folder / "processor_config.json").get("audio_tokenizer")
    said = said or read_json(folder / "audio_tokenizer_config.json")
    return str(said.get("audio_tokenizer_name_or_path") or "") if isinstance(said, dict) else ""


def open_codec(kind: Any, folder: Path, device: str) -> Any:
    """In single precision whatever its model runs in: it is small, and halves can be heard."""
    import torch

    codec = kind.from_pretrained(folder, use_safetensors=True, dtype=torch.float32, **FROM_HERE)
    return codec.to(device).eval()


def open_processor(kind: Any, folder: Path, codec: Any) -> Any:
    from transformers import AutoFeatureExtractor, AutoTokenizer

    taken = inspect.signature(kind.__init__).parameters
    said = {**read_json(folder / "processor_config.json"), "chat_template": _template(folder)}
    parts = {
        "feature_extractor": AutoFeatureExtractor.from_pretrained(folder, **FROM_HERE),
        "tokenizer": AutoTokenizer.from_pretrained(folder, **FROM_HERE),
        "audio_tokenizer": codec,
    }
    return kind(**{name: value for name, value in (said | parts).items() if name in taken})


def sound_rate_hz(folder: Path, *, otherwise: int) -> int:
    """Of the sound that goes into a model's codec and comes out of it."""
    said = read_json(folder / "preprocessor_config.json")
    said = said or read_json(folder / "processor_config.json").get("feature_extractor") or {}
    return int(said.get("sampling_rate") or otherwise)


def _template(folder: Path) -> str | None:
    if (path := folder / "chat_template.jinja").is_file():
        return path.read_text(encoding="utf-8")
    said = read_json(folder / "chat_template.json") or read_json(folder / "processor_config.json")
    return said.get("chat_template")
