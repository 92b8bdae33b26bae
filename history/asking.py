"""Which entries an address asks for: its query, checked, as `Wanted` and a place in the list."""

from datetime import datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.utils import timezone
from rest_framework import serializers

from common.asked import checked, filled, moment_asked, single, whole_number
from common.errors import InvalidInput
from history.cursors import Cursor
from history.models import Kind, Proof, Source, State
from history.queries import NEWEST, SORTS, Wanted
from speech.fields import OneOfField, TextField
from speech.wish_serializer import StrictSerializer

LIMIT_MOST = 200
LIMIT_USUAL = 50
# A list is walked through up to its offset. What lies beyond is reached by cursor.
OFFSET_MOST = 10_000
DAYS_USUAL = 30
# As an address has them, and as JSON does.
_TRUTHS: dict[str | bool | None, bool] = {"true": True, "false": False, True: True, False: False}


class WantedSerializer(StrictSerializer):
    """The filters, as an address names them. An unknown one is an error: who sent it relies on it."""

    q = TextField(
        required=False,
        help_text="Words of title, text or note, the last one perhaps unfinished; “in quotes” side by side",
    )
    type = OneOfField(Kind.values, required=False)
    state = OneOfField(State.values, required=False)
    source = OneOfField(Source.values, required=False)  # type: ignore[assignment]
    engine = TextField(required=False)
    voice = TextField(required=False)
    language = TextField(required=False, help_text="As the entry has it")
    profile = TextField(required=False, help_text="The name of a voice profile, as it was then")
    favourite = OneOfField(["true", "false"], required=False)
    proof = OneOfField(
        [value for value in Proof.values if value],
        required=False,
        help_text="What proof-listening found; `doubtful`: it needs a listen",
    )
    since = TextField(required=False, help_text="A day, or a moment of ISO 8601: from then on")
    until = TextField(required=False, help_text="A day, which counts to its end; or a moment: before then")

    def wanted(self, *, zone: ZoneInfo, sort: str = NEWEST) -> Wanted:
        data = self.validated_data
        return Wanted(
            search=data.get("q", ""),
            kind=data.get("type", ""),
            state=data.get("state", ""),
            source=data.get("source", ""),
            engine=data.get("engine", ""),
            voice=data.get("voice", ""),
            language=data.get("language", ""),
            profile=data.get("profile", ""),
            is_favourite=_TRUTHS.get(data.get("favourite")),
            proof=data.get("proof", ""),
            since=moment_asked(data.get("since", ""), "since", zone),
            until=moment_asked(data.get("until", ""), "until", zone, is_end=True),
            sort=sort,
        )

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        for name, value in attrs.items():
            if isinstance(value, str) and "\x00" in value:
                raise serializers.ValidationError({name: "This has a character in it that nothing here has."})
        return attrs


class SpanSerializer(StrictSerializer):
    since = TextField(required=False, help_text=f"As in the list; {DAYS_USUAL} days ago if left out")
    until = TextField(required=False, help_text="As in the list; now if left out")

    def span(self, *, zone: ZoneInfo) -> tuple[datetime, datetime]:
        data, now = self.validated_data, timezone.now()
        until = moment_asked(data.get("until", ""), "until", zone, is_end=True) or now
        since = moment_asked(data.get("since", ""), "since", zone) or _days_before(until, zone)
        if since > until:
            raise InvalidInput("since is after until.", param="since")
        return since, until


class ListSerializer(WantedSerializer):
    sort = OneOfField(list(SORTS), default=NEWEST)
    limit = TextField(required=False, help_text=f"Up to {LIMIT_MOST}; {LIMIT_USUAL} if left out")
    offset = TextField(required=False, help_text=f"Up to {OFFSET_MOST:,}; further on by `cursor`")
    cursor = TextField(required=False, help_text="`next` of the page before; no `total` is counted with it")

    @property
    def limit_asked(self) -> int:
        given = self.validated_data.get("limit", "")
        return whole_number(given, "limit", usual=LIMIT_USUAL, least=1, most=LIMIT_MOST)

    @property
    def offset_asked(self) -> int:
        given = self.validated_data.get("offset", "")
        return whole_number(given, "offset", usual=0, least=0, most=OFFSET_MOST)

    @property
    def cursor_asked(self) -> Cursor | None:
        given = self.validated_data.get("cursor", "")
        if given and self.validated_data.get("offset"):
            raise InvalidInput("Send a cursor or an offset, not both.", param="offset")
        return Cursor.of(given, sort=self.validated_data["sort"]) if given else None


def list_asked(query: Any) -> ListSerializer:
    """Of a GET."""
    return checked(ListSerializer, filled(query))


def filters_asked(query: Any) -> WantedSerializer:
    """Of a GET that gives all of it: as in the list."""
    return checked(WantedSerializer, filled(query))


def span_asked(query: Any) -> SpanSerializer:
    return checked(SpanSerializer, filled(query))


def deletion_asked(query: Any) -> WantedSerializer:
    """An empty filter deletes nothing: a script whose variable is empty would lose everything by it."""
    given = single(query)
    for name, value in given.items():
        if not value.strip():
            raise InvalidInput(f"{name} is empty. Leave it out to delete whatever it is.", param=name)
    return checked(WantedSerializer, given)


def zone_of(user: Any) -> ZoneInfo:
    return ZoneInfo(user.time_zone or settings.TIME_ZONE)


def _days_before(until: datetime, zone: ZoneInfo) -> datetime:
    """Whole days of the person's, today's among them."""
    try:
        first = until.astimezone(zone).date() - timedelta(days=DAYS_USUAL - 1)
        return datetime.combine(first, time.min, zone)
    except OverflowError:  # at the beginning of the calendar
        return until
