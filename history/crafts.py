"""What only those who make entries can do with one. They register here, since history lies below them."""

from typing import Any, Protocol

from rest_framework.serializers import Serializer

from history.doors import Door
from history.models import Entry
from jobs.models import Job
from speech.recognition.transcript import Transcript


class Craft(Protocol):
    # What may be different the next time it is made; what is left out stays as it was.
    changes: type[Serializer]

    def again(self, *, user: Any, entry: Entry, changes: dict[str, Any], door: Door) -> Entry:
        """A new take of it, begun. Raises what is wrong with it, before there is a row."""
        ...

    def stop(self, entry: Entry) -> None:
        """Where it is being made: nobody wants it any more."""
        ...

    def said(self, entry: Entry) -> Transcript:
        """Its words, and when they are heard."""
        ...

    def forget_text(self, entry: Entry) -> None:
        """What else holds its words, beside the entry itself."""
        ...

    def listen(self, *, user: Any, entry: Entry) -> Job:
        """Have it compared with its text, in the background. Raises why it can't be."""
        ...

    def facts(self, entry: Entry) -> list[str]:
        """What a row says of it: voice, engine and language, by the names that people know."""
        ...

    def page_url(self, entry: Entry) -> str:
        """Where a person goes on working with it."""
        ...


_crafts: dict[str, Craft] = {}


def register(kind: str, craft: Craft) -> None:
    _crafts[kind] = craft


def craft_of(entry: Entry) -> Craft:
    return _crafts[entry.kind]
