"""Two who change the same thing at once: the second is told, and nothing of the first is overwritten.

An answer carries its row's revision as an ETag; a change that sends it back as If-Match is refused where the
row went on since.
"""

from typing import Any, Protocol

from common.errors import AppError, InvalidInput

ETAG = "ETag"
IF_MATCH = "If-Match"


class Revised(Protocol):
    revision: int


class ChangedMeanwhile(AppError):
    status = 412
    code = "changed_meanwhile"

    def __init__(self) -> None:
        super().__init__(
            "This was changed meanwhile, perhaps in another tab. Load it again, then make your change anew.",
            param="If-Match",
        )


def etag_of(row: Revised) -> str:
    return f'"{row.revision}"'


def expected_revision(request: Any) -> int | None:
    """What the caller last saw; None where it does not say, or takes any."""
    sent = request.headers.get(IF_MATCH, "").strip()
    if sent in ("", "*"):
        return None
    number = sent.removeprefix("W/").strip('"')
    if not number.isascii() or not number.isdigit() or len(number) > 10:
        raise InvalidInput("If-Match takes the ETag of an earlier answer, as it was.", param=IF_MATCH)
    return int(number)


def require_revision(row: Revised, expected: int | None) -> None:
    """Of a row that is locked: what nobody else changes before the caller does."""
    if expected is not None and row.revision != expected:
        raise ChangedMeanwhile
