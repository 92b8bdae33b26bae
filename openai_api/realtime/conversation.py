"""A client's events, one after the other: what is answered at once, and what there is to hear."""

import base64
import binascii
import json
import logging
from collections.abc import Callable
from typing import Any

from rest_framework.exceptions import ValidationError

from common.departures import Departure
from common.errors import AppError, InvalidInput
from history.doors import Door
from history.models import Source
from openai_api.realtime import events
from openai_api.realtime.items import Finish, Hear, Item, Work
from openai_api.realtime.serializers import FlatSessionSerializer, SessionSerializer, unflattened
from openai_api.realtime.session import Session, told, told_flat
from speech.recognition.live import (
    Dropped,
    EmptyBuffer,
    Ended,
    Happening,
    LiveEar,
    Piece,
    Started,
    Stopped,
    UnevenSound,
)
from speech.recognition.live.happenings import milliseconds
from speech.requests import shortened
from speech.transcription.live import LiveHearer
from speech.transcription.requests import TranscriptRequest
from transcribe.keeping import keep_said

logger = logging.getLogger(__name__)

Events = list[dict[str, Any]]
EVENT_ID_CHARACTERS = 512


class Conversation:
    """Not for two threads at once. `take` never raises: what is wrong is told as an event."""

    def __init__(
        self, session: Session, *, owner: Any, is_beta: bool, expires_at: int, departure: Departure
    ) -> None:
        self._owner, self._departure, self._expires_at = owner, departure, expires_at
        self.is_beta = is_beta
        self.id = events.new_id("sess")
        self._session = session
        self._hearer = self._hearer_of(session)
        self._ear = LiveEar(session.sound, session.activity, new_id=lambda: events.new_id("item"))
        self._items: dict[str, Item] = {}
        self._last_item: str | None = None
        self._said: list[tuple[Item, float]] = []  # with the seconds that each lasted
        self._takers: dict[str, Callable[[dict[str, Any]], tuple[Events, list[Work]]]] = {
            "input_audio_buffer.append": self._append,
            "input_audio_buffer.commit": self._commit,
            "input_audio_buffer.clear": self._clear,
            "session.update": self._update,
            "transcription_session.update": self._update_flat,
        }

    def prepare(self) -> None:
        self._hearer.prepare()

    def created(self) -> dict[str, Any]:
        return self._session_event("created")

    def take(self, text: str | None) -> tuple[Events, list[Work]]:
        caused_by = None
        try:
            given = _object(text)
            caused_by = _event_id(given)
            return self._taker(given)(given)
        except AppError as error:
            return [events.error_event(error, caused_by=caused_by)], []
        except Exception as error:  # one event that we can't take must not end what is said
            body = events.error_event(error, caused_by=caused_by)
            if body["error"]["type"] == "server_error":
                logger.exception("An event of a live connection failed")
            return [body], []

    def close(self) -> tuple[Events, list[Work]]:
        """There is no more: what is being said is heard to its end."""
        return self._told(self._ear.close())

    def keep(self) -> None:
        """What was said and heard, in the person's history; where nobody said anything, nothing."""
        segments = [segment for item, _ in self._said for segment in item.segments if segment.text]
        if not segments:
            return
        keep_said(
            user=self._owner,
            wish=self._session.wish,
            request=self._session.request(),
            segments=segments,
            language=self._hearer.language,
            seconds=sum(seconds for _, seconds in self._said),
            title=shortened(" ".join(segment.text for segment in segments)),
            door=Door(Source.LIVE),
        )

    def _taker(self, given: dict[str, Any]) -> Callable[[dict[str, Any]], tuple[Events, list[Work]]]:
        name = given.get("type")
        taker = self._takers.get(name) if isinstance(name, str) else None
        if taker is None:
            raise InvalidInput(
                f"Here one sends {', '.join(self._takers)}; {str(name)[:80]!r} is none of them.",
                param="type",
                code="invalid_value",
            )
        return taker

    def _append(self, given: dict[str, Any]) -> tuple[Events, list[Work]]:
        audio = given.get("audio")
        try:
            if not isinstance(audio, str):
                raise binascii.Error
            data = base64.b64decode(audio, validate=True)
        except (binascii.Error, ValueError):
            raise InvalidInput("Send the audio as a string in base64.", param="audio") from None
        try:
            return self._told(self._ear.feed(data))
        except UnevenSound as error:
            raise InvalidInput(str(error), param="audio", code="invalid_audio") from None

    def _commit(self, given: dict[str, Any]) -> tuple[Events, list[Work]]:
        try:
            return self._told(self._ear.commit())
        except EmptyBuffer:
            raise InvalidInput(
                "There is nothing to commit: send at least 100 ms of audio first.",
                code="input_audio_buffer_commit_empty",
            ) from None

    def _clear(self, given: dict[str, Any]) -> tuple[Events, list[Work]]:
        happened, work = self._told(self._ear.clear())
        return [*happened, events.event("input_audio_buffer.cleared")], work

    def _update(self, given: dict[str, Any]) -> tuple[Events, list[Work]]:
        wanted = given.get("session")
        if isinstance(wanted, dict) and wanted.get("type") == "realtime":
            raise InvalidInput(
                'Nothing answers here: send {"type": "transcription"}.',
                param="session.type",
                code="unsupported_session",
            )
        return self._changed(_valid(SessionSerializer(data=wanted)))

    def _update_flat(self, given: dict[str, Any]) -> tuple[Events, list[Work]]:
        valid = _valid(FlatSessionSerializer(data=given.get("session")))
        self.is_beta = True
        return self._changed(unflattened(valid))

    def _changed(self, given: dict[str, Any]) -> tuple[Events, list[Work]]:
        session = self._session.updated(given)
        is_heard_alike = _request_of(session) == _request_of(self._session)
        hearer = self._hearer if is_heard_alike else self._hearer_of(session)
        # What was said before is heard as it was wanted then: its item keeps its hearer.
        happened, work = self._told(self._ear.change(session.sound, session.activity))
        self._session, self._hearer = session, hearer
        return [*happened, self._session_event("updated")], work

    def _hearer_of(self, session: Session) -> LiveHearer:
        return LiveHearer(_request_of(session), owner=self._owner, check=self._departure.check)

    def _session_event(self, verb: str) -> dict[str, Any]:
        name = f"transcription_session.{verb}" if self.is_beta else f"session.{verb}"
        shape = told_flat if self.is_beta else told
        return events.event(
            name, session=shape(self._session, session_id=self.id, expires_at=self._expires_at)
        )

    def _told(self, happenings: list[Happening]) -> tuple[Events, list[Work]]:
        sent: Events = []
        work: list[Work] = []
        for happening in happenings:
            if isinstance(happening, Piece):
                work.append(Hear(self._item(happening.utterance), happening.stretch))
            elif isinstance(happening, Ended):
                sent += self._committed(happening.utterance)
                item = self._items.pop(happening.utterance)
                self._said.append((item, happening.seconds))
                work.append(Finish(item, happening.seconds))
            elif isinstance(happening, Dropped):
                self._item(happening.utterance).is_dropped = True
                del self._items[happening.utterance]
            else:
                sent.append(_heard_somebody(happening))
        return sent, work

    def _committed(self, item_id: str) -> Events:
        previous, self._last_item = self._last_item, item_id
        self._item(item_id).is_told = True
        return [
            events.event("input_audio_buffer.committed", item_id=item_id, previous_item_id=previous),
            *events.item_events(item_id, previous, is_beta=self.is_beta),
        ]

    def _item(self, item_id: str) -> Item:
        if item_id not in self._items:
            self._items[item_id] = Item(
                item_id,
                self._hearer,
                has_logprobs=bool(self._session.include),
                is_told=self._session.activity is not None,
            )
        return self._items[item_id]


def _request_of(session: Session) -> TranscriptRequest:
    try:
        return session.request()
    except AppError as error:
        error.param = f"session.audio.input.transcription.{error.param or 'model'}"
        raise


def _heard_somebody(happening: Started | Stopped) -> dict[str, Any]:
    started = isinstance(happening, Started)
    moment = {"audio_start_ms" if started else "audio_end_ms": milliseconds(happening.frame)}
    name = "speech_started" if started else "speech_stopped"
    return events.event(f"input_audio_buffer.{name}", item_id=happening.utterance, **moment)


def _object(text: str | None) -> dict[str, Any]:
    try:
        given = json.loads(text or "")
    except (ValueError, RecursionError):
        given = None
    if not isinstance(given, dict):
        raise InvalidInput("Send each event as one JSON object, in a text message.", code="invalid_json")
    return given


def _event_id(given: dict[str, Any]) -> str | None:
    event_id = given.get("event_id")
    if event_id is not None and not (isinstance(event_id, str) and len(event_id) <= EVENT_ID_CHARACTERS):
        raise InvalidInput(
            f"event_id is a string of at most {EVENT_ID_CHARACTERS} characters.", param="event_id"
        )
    return event_id


def _valid(serializer: Any) -> dict[str, Any]:
    """Errors name their field by its whole path."""
    if serializer.initial_data is None:
        raise InvalidInput("Send a session.", param="session")
    if not serializer.is_valid():
        raise ValidationError({"session": serializer.errors})
    return dict(serializer.validated_data)
