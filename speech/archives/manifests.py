"""`manifest.json` of an archive: what it says it is, and that it can be kept at all."""

import io
from collections.abc import Iterator
from typing import Any

from rest_framework.exceptions import ParseError

from common.errors import AppError
from common.parsers import JSONParser
from speech.archives.refusals import Refusals

MANIFEST = "manifest.json"


def read_json(data: bytes, *, refusals: Refusals) -> Any:
    try:
        given = JSONParser().parse(io.BytesIO(data))
    except ParseError as error:
        raise refusals.broken(f"its manifest.json can't be read ({str(error.detail).rstrip('.')})") from None
    except AppError as error:
        raise refusals.broken(f"its manifest.json can't be read ({error.message.rstrip('.')})") from None
    return given


def require_version(given: Any, *, refusals: Refusals, form: str, version: int, otherwise: str) -> None:
    """`otherwise` is said of what is an archive of something else."""
    if not isinstance(given, dict) or given.get("format") != form:
        raise refusals.wrong(otherwise)
    said = given.get("version")
    if isinstance(said, int) and not isinstance(said, bool) and said > version:
        raise refusals.wrong(
            f"This archive is of version {said}, from a newer site; version {version} is read here. "
            "Update this site, or export it from an older one.",
            code="unknown_version",
        )


def require_storable(given: Any, *, refusals: Refusals) -> None:
    try:
        texts = list(_texts(given))
    except RecursionError:
        raise refusals.broken("its manifest.json is nested too deeply") from None
    if any("\x00" in text or any("\ud800" <= c <= "\udfff" for c in text) for text in texts):
        raise refusals.broken("its manifest.json has characters in it that no text has")


def place(message: str, param: str | None) -> str:
    """What is wrong in it, as a clause."""
    return f"in manifest.json, {param or 'something'} is wrong ({message.rstrip('.')})"


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for name, inner in value.items():
            yield name
            yield from _texts(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _texts(inner)
