"""Entries as one archive, made in the background: what is wrong is said here, before there is a job."""

import uuid
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from typing import Any, Self

from django.conf import settings
from django.db.models import Count, ExpressionWrapper, F, FloatField, Q, Sum
from django.db.models.functions import Coalesce
from django.template.defaultfilters import filesizeformat
from django.utils import timezone

from clips.space import require_disk
from common.errors import Conflict, NotFound, TooLarge
from history.queries import Wanted, entries_for, entries_of
from jobs.models import Job
from jobs.services import enqueue
from speech.audio.formats import audio_format

KIND = "history.export"
IDS_MOST = 1_000
CONVERTED_TO = ("mp3", "wav", "flac")
WORDS_FORMS = ("txt", "srt", "vtt", "json")
# A character is in the table and in its own file, there between times.
BYTES_A_CHARACTER = 8


@dataclass(frozen=True, kw_only=True)
class Export:
    """What is wanted of which entries."""

    wanted: Wanted
    has_audio: bool = True
    audio_format: str = ""  # empty: as it is kept
    words_form: str = "srt"  # empty: no words

    def as_params(self) -> dict[str, Any]:
        """As a job keeps it."""
        params = asdict(self)
        return {**params, "wanted": {name: _plain(value) for name, value in params["wanted"].items()}}

    @classmethod
    def of(cls, params: dict[str, Any]) -> Self:
        wanted = dict(params["wanted"])
        for name in ("since", "until"):
            wanted[name] = wanted[name] and datetime.fromisoformat(wanted[name])
        wanted["ids"] = tuple(map(uuid.UUID, wanted["ids"]))
        return cls(**{**params, "wanted": Wanted(**wanted)})


def start_export(*, user: Any, export: Export) -> Job:
    """Of what is there now: what is made meanwhile is not in it."""
    _require_own(user, export.wanted.ids)
    now = timezone.now()
    until = min(export.wanted.until or now, now)
    asked = replace(export, wanted=replace(export.wanted, until=until))
    count = require_possible(user, asked)
    title = f"Export {count:,} {'entry' if count == 1 else 'entries'} of the history"
    return enqueue(kind=KIND, owner=user, params=asked.as_params(), title=title)


def require_possible(user: Any, export: Export) -> int:
    """How many entries it has. Raises where there is none, or no room for them."""
    count, size = _measured(user, export)
    if not count:
        raise Conflict("There is nothing to export: no entry is like that.", code="nothing_found")
    require_within(size)
    require_disk(bytes_needed=size)
    return count


def require_within(size_bytes: int) -> None:
    most = settings.CONFIG.history_export_max_bytes
    if size_bytes > most:
        raise TooLarge(
            f"This would be an archive of {filesizeformat(size_bytes)}; {filesizeformat(most)} are the most. "
            "Take less at once, such as a month by “since” and “until”, or ask for mp3, or for words alone.",
            code="export_too_large",
        )


def _measured(user: Any, export: Export) -> tuple[int, int]:
    """How many entries, and about how many bytes."""
    there = Q(clip__deleted_at=None)
    totals = (
        entries_for(user, export.wanted)
        .order_by()
        .aggregate(
            count=Count("pk"),
            characters=Coalesce(Sum("characters"), 0),
            audio_bytes=Coalesce(Sum(_audio_bytes(export.audio_format), filter=there), 0.0),
        )
    )
    words_bytes = totals["characters"] * BYTES_A_CHARACTER
    audio_bytes = round(totals["audio_bytes"]) if export.has_audio else 0
    return totals["count"], words_bytes + audio_bytes


def _audio_bytes(format_name: str) -> ExpressionWrapper:
    seconds = F("clip__duration_seconds")
    if not format_name:
        size = F("clip__bytes") * 1.0
    elif bit_rate := audio_format(format_name).bit_rate:
        size = seconds * (bit_rate / 8)
    else:
        size = seconds * F("clip__sample_rate_hz") * 2.0  # 16 bits; FLAC has fewer
    return ExpressionWrapper(size, output_field=FloatField())


def _require_own(user: Any, ids: tuple[uuid.UUID, ...]) -> None:
    own = set(entries_of(user).filter(pk__in=ids).values_list("pk", flat=True)) if ids else set()
    for entry_id in ids:
        if entry_id not in own:
            raise NotFound(f"There is no entry {entry_id}. It may have been deleted.", param="ids")


def _plain(value: Any) -> Any:
    if isinstance(value, datetime):
        return value.isoformat()
    return [str(each) for each in value] if isinstance(value, tuple) else value
