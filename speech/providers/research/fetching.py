"""Models of the hub, into the folder of models: what is needed to speak, and nothing that could run.

Interrupted, it goes on where it stopped; a model appears in its folder whole or not at all. Weights that
come as pickles alone are made safetensors where that is asked for: they are read by PyTorch's reader that
makes tensors and nothing else.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterable, Sequence
from fnmatch import fnmatch
from pathlib import Path

from filelock import FileLock, Timeout

from speech.audio.whole_files import whole_or_none
from speech.providers.research.loading import PICKLES, folder_name, is_path

FETCHING = ".fetching"
READ = ("*.json", "*.jinja", "*.txt", "*.model", "*.tiktoken", "*.safetensors")
Report = Callable[[str], None]


class FetchFailed(Exception):
    """Told to whoever asked for the model."""


def fetch_model(
    model: str,
    models_dir: Path,
    *,
    revision: str = "main",
    converts: bool = False,
    further: Sequence[str] = (),
    endpoint: str | None = None,
    report: Report = lambda step: None,
) -> Path:
    """Its folder. One that is there already is left as it is. `further` files are its kind's alone."""
    if is_path(model):
        raise FetchFailed(f"{model} is a folder of this machine: put the model there.")
    target = models_dir / folder_name(model)
    if target.is_dir():
        report(f"{model} is here already")
        return target
    # Of one revision: the files of two would lie together.
    part = models_dir / FETCHING / folder_name(f"{model}@{revision}")
    part.mkdir(parents=True, exist_ok=True)
    report(f"Downloading {model}")
    try:
        with FileLock(part.with_name(f"{target.name}.lock"), timeout=0):
            if not target.is_dir():  # by whoever held it before us
                wanted = [*READ, *further]
                _download(model, part, wanted, revision=revision, converts=converts, endpoint=endpoint)
                _make_readable(part, report)
                os.replace(part, target)
    except FetchFailed:
        raise
    except Timeout:
        raise FetchFailed(f"{model} is being fetched by somebody else at the moment.") from None
    except Exception as error:  # the hub's tools raise what the client raises that they happen to use
        reason = str(error).strip().partition("\n")[0][:300] or type(error).__name__
        raise FetchFailed(f"{model} could not be fetched: {reason}") from error
    return target


def _make_readable(part: Path, report: Report) -> None:
    if next(part.rglob("*.safetensors"), None) is None:
        report("Writing its weights as safetensors")
        _convert(part)
    shutil.rmtree(part / ".cache", ignore_errors=True)


def _download(
    model: str,
    part: Path,
    wanted: Sequence[str],
    *,
    revision: str,
    converts: bool,
    endpoint: str | None,
) -> None:
    from huggingface_hub import HfApi, snapshot_download

    files = HfApi(endpoint=endpoint).list_repo_files(model, revision=revision)
    has_safe = _any_of(files, ["*.safetensors"])
    if not has_safe and not converts:
        raise FetchFailed(
            f"{model} has its weights as pickles only. With --convert they become safetensors, and nothing "
            "that is in them is run; with --revision another copy is taken, which the hub often has."
        )
    snapshot_download(
        model,
        revision=revision,
        local_dir=part,
        allow_patterns=[*wanted, *(() if has_safe else PICKLES)],
        endpoint=endpoint,
    )


def _any_of(files: Iterable[str], patterns: Iterable[str]) -> bool:
    return any(fnmatch(file, pattern) for file in files for pattern in patterns)


def _convert(folder: Path) -> None:
    """One model is one pickle: those in several come as safetensors everywhere."""
    pickles = [path for pattern in PICKLES for path in folder.glob(pattern)]
    if len(pickles) != 1:
        raise FetchFailed(
            f"{len(pickles)} files of weights can't be made one: take another copy of the model."
        )
    convert(pickles[0], folder / "model.safetensors")
    pickles[0].unlink()


def convert(pickled: Path, into: Path) -> None:
    import torch
    from safetensors.torch import save_file

    try:
        found = torch.load(pickled, map_location="cpu", weights_only=True)
    except Exception as error:  # its reader raises what its parts raise
        raise FetchFailed(
            f"{pickled.name} holds more than weights, or is damaged: it was not read."
        ) from error
    found = found.get("state_dict", found) if isinstance(found, dict) else {}
    tensors = {name: value for name, value in found.items() if isinstance(value, torch.Tensor)}
    if not tensors:
        raise FetchFailed(f"{pickled.name} holds no weights.")
    # Tensors that share their memory can't be written so.
    apart = {name: value.clone().contiguous() for name, value in tensors.items()}
    with whole_or_none(into) as draft:  # half of it would be taken for the model's own
        save_file(apart, draft, {"format": "pt"})
