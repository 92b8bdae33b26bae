"""JSON from strangers."""

import json
from collections.abc import Collection, Iterable
from typing import Any

from rest_framework import exceptions, parsers
from rest_framework.utils.json import strict_constant

from common.errors import InvalidInput


class JSONParser(parsers.JSONParser):
    """UTF-8, no name twice in one object, and never deeper than it can be read."""

    def parse(self, stream: Any, media_type: Any = None, parser_context: Any = None) -> Any:
        try:
            return json.loads(
                stream.read().decode("utf-8"),
                parse_constant=strict_constant if self.strict else None,
                object_pairs_hook=_each_name_once,
            )
        except UnicodeDecodeError:
            raise exceptions.ParseError("The body is not valid UTF-8.") from None
        except RecursionError:
            raise exceptions.ParseError("The JSON is nested too deeply.") from None
        except json.JSONDecodeError as error:
            raise exceptions.ParseError(f"The body is not valid JSON: {error}.") from None
        except ValueError:
            raise exceptions.ParseError("The JSON holds a number that can't be read.") from None


def _each_name_once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """Which of two values is meant is nobody's to guess."""
    found: dict[str, Any] = {}
    for name, value in pairs:
        if name in found:
            raise InvalidInput(f"{name[:80]!r} is there twice.", param=name[:80], code="repeated_parameter")
        found[name] = value
    return found


def fields_sent(
    data: Any, writable: Collection[str], *, read_alone: Collection[str] = frozenset()
) -> dict[str, Any]:
    """Of an object, what may be written. A program may send back what it was given: that is passed over."""
    if not isinstance(data, dict):
        raise InvalidInput("Send a JSON object.")
    require_known(data, {*writable, *read_alone})
    return {name: value for name, value in data.items() if name in writable}


def require_known(names: Iterable[str], known: Collection[str]) -> None:
    """One that is spelled wrong would else be left alone, and what it asks for, too."""
    for name in names:
        if name not in known:
            raise InvalidInput(
                f"There is no parameter {name[:80]!r}.", param=name[:80], code="unknown_parameter"
            )
