"""Models whose makers' packages ask for other versions of PyTorch or Transformers than the extra `hf`.

They have extras of their own, for an environment of their own: a second voicesite there, or any server
that speaks as OpenAI's does, is named to this one as a provider of the kind `openai`.
"""

import io
from importlib.util import find_spec

import numpy as np
import soundfile

from speech.engines.base import Block
from speech.engines.errors import EngineUnavailable
from speech.providers.settings import ProviderSettings


def require_separate(settings: ProviderSettings, module: str, *, package: str) -> None:
    """Looked for, not imported."""
    if find_spec(module) is None:
        raise EngineUnavailable(
            settings.name,
            reason=f"{package} is not installed",
            what_to_do=(
                f"It needs an environment of its own, with the extra {settings.kind}: run a server there, "
                'and name its address here with kind = "openai".'
            ),
        )


def as_file(sound: Block, rate_hz: int) -> io.BytesIO:
    """For packages that read a recording from a file."""
    file = io.BytesIO()
    soundfile.write(file, np.clip(sound, -1, 1), rate_hz, format="WAV", subtype="FLOAT")
    file.seek(0)
    return file
