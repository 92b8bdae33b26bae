"""What engines have to be told about this machine."""

from dataclasses import dataclass, field
from pathlib import Path


@dataclass(frozen=True)
class EngineSettings:
    kokoro_dir: Path | None = None  # holds the model (`*.onnx`) and `voices.npz`
    piper_dirs: tuple[Path, ...] = ()  # each may hold any number of `*.onnx` with their `*.onnx.json`
    device: str = "auto"  # or cpu, cuda: where recognisers run
    offline: bool = True  # nothing is fetched from the hub
    threads: int = 2  # that one run of a model may use
    lanes: int = 1  # passages made together at the most: each lane needs memory of its own
    # What to say where weights are missing, by engine's name: how one gets them is not known in here.
    how_to_get: dict[str, str] = field(default_factory=dict)
