"""What only one kind of model is told by the operator, checked when it is opened.

Nothing is guessed at: a number that is written as a text is a slip. What is left out is as the model's own
folder has it.
"""

from typing import Annotated, Any

from pydantic import ConfigDict, Field

from speech.providers.options import Options

Temperature = Annotated[float, Field(gt=0, le=5)]
TopK = Annotated[int, Field(ge=1)]
TopP = Annotated[float, Field(gt=0, le=1)]
Guidance = Annotated[float, Field(ge=1, le=20)]


class ModelOptions(Options):
    model_config = ConfigDict(strict=True, allow_inf_nan=False)

    @property
    def drawn_as(self) -> dict[str, Any]:
        """Arguments of the model's own code that generates."""
        return {}


class DrawingOptions(ModelOptions):
    """Each field is such an argument."""

    @property
    def drawn_as(self) -> dict[str, Any]:
        return self.model_dump(exclude_none=True, exclude={"codec"})


class CodecOptions(DrawingOptions):
    codec: str = ""  # a folder, or a model of the hub; empty: what the model itself says
