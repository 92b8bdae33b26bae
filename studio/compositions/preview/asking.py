"""Which stretch of what a page asks for."""

from dataclasses import dataclass
from uuid import UUID

from django.http import HttpRequest

from common.errors import InvalidInput
from studio.compositions.preview.windows import MOST_SECONDS
from studio.compositions.timeline import MOST_HOURS

MOST_DIGITS = 12
DIGEST_CHARACTERS = 64


@dataclass(frozen=True)
class Stretch:
    start: int
    frames: int


def stretch_in(request: HttpRequest, *, rate_hz: int) -> Stretch:
    return Stretch(
        start=_number(request, "from", least=0, most=MOST_HOURS * 3600 * rate_hz),
        frames=_number(request, "frames", least=1, most=MOST_SECONDS * rate_hz),
    )


def clip_id_in(request: HttpRequest) -> UUID:
    try:
        return UUID(request.GET.get("clip", ""))
    except ValueError:
        raise InvalidInput("clip must be the id of a clip.", param="clip") from None


def digest_in(request: HttpRequest) -> str:
    """Empty: no stem is asked for."""
    given = request.GET.get("stem", "")
    if given and (len(given) != DIGEST_CHARACTERS or set(given) - set("0123456789abcdef")):
        raise InvalidInput("stem must be one that the page was told of.", param="stem")
    return given


def _number(request: HttpRequest, name: str, *, least: int, most: int) -> int:
    given = request.GET.get(name, "")
    is_number = given.isascii() and given.isdigit() and len(given) <= MOST_DIGITS
    if not is_number or not least <= int(given) <= most:
        raise InvalidInput(f"{name} must be a whole number of frames from {least} to {most:,}.", param=name)
    return int(given)
