"""What only those who make entries can do with one. They register here, since history lies below them."""

from dataclasses import dataclass
from typing import Any, Protocol

from history.models import Entry


@dataclass(frozen=True)
class Written:
    """An entry's words as a file."""

    text: str
    mime: str


class Craft(Protocol):
    def again(self, *, user: Any, entry: Entry, changes: dict[str, Any]) -> Entry:
        """A new take of it, begun: with its settings, or changed ones. Raises what is wrong with them."""
        ...

    def stop(self, entry: Entry) -> None:
        """Where it is being made: nobody wants it any more."""
        ...

    def written(self, entry: Entry, form: str) -> Written:
        """Its words as `srt`, `vtt`, `txt` or `json`."""
        ...

    def forget_text(self, entry: Entry) -> None:
        """What else holds its words, beside the entry itself."""
        ...

    def page_url(self, entry: Entry) -> str:
        """Where a person goes on working with it."""
        ...


_crafts: dict[str, Craft] = {}


def register(kind: str, craft: Craft) -> None:
    _crafts[kind] = craft


def craft_of(entry: Entry) -> Craft:
    return _crafts[entry.kind]
