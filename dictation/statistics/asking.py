"""Of which attempts: the span of time and the language that an address asks for."""

import re
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.db.models import Q, QuerySet
from django.utils import timezone
from rest_framework import serializers

from common.asked import checked, filled, moment_asked
from common.charts import days_of
from common.errors import InvalidInput
from dictation.items.cleaning import locale_of
from dictation.models import LOCALE_MAX_CHARACTERS, WORD_MAX_CHARACTERS, Attempt
from dictation.paging import PER_PAGE_MOST, PER_PAGE_USUAL, PageAsked, page_asked
from dictation.queries import of_locale
from history.asking import zone_of
from speech.fields import IdField, NameField, TextField
from speech.wish_serializer import StrictSerializer

DAYS_USUAL = 30
_UNSTORABLE = re.compile(r"[\x00\ud800-\udfff]")
DAYS_AT_MOST = 3_660


@dataclass(frozen=True)
class Span:
    """From `since` on, before `until`; None: whenever. Days are days of `zone`."""

    zone: ZoneInfo
    since: datetime | None = None
    until: datetime | None = None
    locale: str = ""

    def attempts_of(self, user: Any) -> QuerySet[Attempt]:
        return Attempt.objects.for_user(user).filter(self.of("practised_at")).order_by()

    def of(self, moment: str) -> Q:
        """Of rows with a locale and this column."""
        bounds = {f"{moment}__gte": self.since, f"{moment}__lt": self.until}
        asked = Q(**{name: bound for name, bound in bounds.items() if bound})
        return asked & of_locale(self.locale) if self.locale else asked


@dataclass(frozen=True)
class Window(Span):
    """One with both its ends."""

    since: datetime
    until: datetime


class PracticeSpanSerializer(StrictSerializer):
    since = TextField(required=False, help_text="A day, or a moment of ISO 8601: from then on")
    until = TextField(required=False, help_text="A day, which counts to its end; or a moment: before then")
    locale = TextField(
        required=False,
        most_characters=LOCALE_MAX_CHARACTERS,
        help_text="Of this language alone, such as en-GB",
    )

    def span(self, zone: ZoneInfo) -> Span:
        given = self.validated_data.get
        since = moment_asked(given("since", ""), "since", zone)
        until = moment_asked(given("until", ""), "until", zone, is_end=True)
        if since and until and since >= until:
            raise InvalidInput("since must be before until.", param="since")
        locale = given("locale", "")
        return Span(zone, since, until, locale and locale_of(locale, param="locale"))

    def window(self, zone: ZoneInfo) -> Window:
        """With a beginning and an end: today is the last day, unless it is said otherwise."""
        asked = self.span(zone)
        until = asked.until or end_of_today(zone)
        since = asked.since or _days_before(until, zone)
        if since >= until:
            raise InvalidInput("since is after today. Send until, too.", param="since")
        if len(days_of(since, until, zone=zone, most=DAYS_AT_MOST + 1)) > DAYS_AT_MOST:
            raise InvalidInput(f"{DAYS_AT_MOST:,} days are the most at once.", param="since")
        return Window(zone, since, until, asked.locale)


class PracticeProgressSerializer(PracticeSpanSerializer):
    item_id = IdField(required=False, help_text="Of this item alone")


class PracticePageSerializer(PracticeSpanSerializer):
    page = TextField(required=False, help_text="From 1; one beyond the last is empty")
    per_page = TextField(required=False, help_text=f"Up to {PER_PAGE_MOST}; {PER_PAGE_USUAL} if left out")

    @property
    def page_asked(self) -> PageAsked:
        return page_asked(self.validated_data)


class PracticeWordSerializer(StrictSerializer):
    """As the notebook has it."""

    locale = NameField(most_characters=LOCALE_MAX_CHARACTERS)
    word = NameField(most_characters=WORD_MAX_CHARACTERS)

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        """It is looked for as it is: cleaned, it might be another one."""
        for name, value in attrs.items():
            if _UNSTORABLE.search(value):
                raise serializers.ValidationError({name: "This has a character in it that no word has."})
        return attrs


def asked_in(serializer_class: Any, query: Any) -> Any:
    return checked(serializer_class, filled(query))


def span_of(user: Any, query: Any) -> Span:
    return asked_in(PracticeSpanSerializer, query).span(zone_of(user))


def end_of_today(zone: ZoneInfo) -> datetime:
    """All of today: what comes in while it is looked at counts, too."""
    return datetime.combine(timezone.now().astimezone(zone).date() + timedelta(days=1), time.min, zone)


def _days_before(until: datetime, zone: ZoneInfo) -> datetime:
    """Whole days, the last one among them."""
    try:
        last = (until - timedelta(microseconds=1)).astimezone(zone).date()
        return datetime.combine(last - timedelta(days=DAYS_USUAL - 1), time.min, zone)
    except OverflowError:
        return until
