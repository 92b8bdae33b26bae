"""Something that was spoken or transcribed: what was asked for, and what became of it."""

import threading
import time
import uuid
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from clips.models import Clip
from common.owned import OwnedModel
from profiles.models import Profile
from speech.text.passages import FASTEST, SLOWEST

TITLE_MAX_CHARACTERS = 200
NOTE_MAX_CHARACTERS = 2_000


class Kind(models.TextChoices):
    TTS = "tts", "Speech"
    STT = "stt", "Transcript"


class State(models.TextChoices):
    NEW = "new", "Waiting"
    MAKING = "making", "Under way"
    DONE = "done", "Done"
    PARTIAL = "partial", "Broken off"
    FAILED = "failed", "Failed"


UNFINISHED = (State.NEW, State.MAKING)


class Source(models.TextChoices):
    PAGE = "page", "Page"
    API = "api", "API"
    JOB = "job", "Job"
    LIVE = "live", "Live"
    STUDIO = "studio", "Studio"
    DICTATION = "dictation", "Dictation"


class Proof(models.TextChoices):
    """Whether it was listened to by the site's own recogniser, and what that found."""

    NONE = "", "Not listened to"
    WAITING = "waiting", "To be listened to"
    CLEAN = "clean", "Says its text"
    DOUBTFUL = "doubtful", "Needs a listen"
    FAILED = "failed", "Could not be listened to"


def _newest_first(*fields: str, name: str, condition: Q | None = None) -> models.Index:
    there = Q(deleted_at=None) & condition if condition else Q(deleted_at=None)
    # `deleted_at` besides: SQLite looks at it even so, and would fetch each row that is counted.
    order = (F("created_at").desc(), F("number").desc(), "deleted_at")
    return models.Index(*fields, *order, name=name, condition=there)


_numbering = threading.Lock()
_last_number = 0


def next_number() -> int:
    """Rises with time, in nanoseconds: two of one process are never the same, and of two processes hardly."""
    global _last_number
    with _numbering:
        _last_number = max(time.time_ns(), _last_number + 1)
        return _last_number


ASKED_VOICE = "asked_voice"  # among the settings, where another engine's voice spoke


class Entry(OwnedModel):
    # What the search index, which knows whole numbers alone, calls the entry.
    number = models.BigIntegerField(default=next_number, unique=True, editable=False)
    kind = models.CharField(max_length=3, choices=Kind.choices, default=Kind.TTS)
    state = models.CharField(max_length=7, choices=State.choices, default=State.NEW)
    source = models.CharField(max_length=9, choices=Source.choices, default=Source.PAGE)
    title = models.CharField(max_length=TITLE_MAX_CHARACTERS)
    text = models.TextField(help_text="As it was written, or as it was heard.")

    engine = models.CharField(max_length=40)
    fallback_from = models.CharField(
        max_length=40, blank=True, help_text="The engine that was to speak, where another one had to."
    )
    model = models.CharField(max_length=100, help_text="The name it was asked for by.")
    voice = models.CharField(max_length=200, blank=True)
    language = models.CharField(max_length=60, blank=True)
    response_format = models.CharField(max_length=8, blank=True)
    speed = models.FloatField(default=1.0)
    settings = models.JSONField(default=dict, blank=True, help_text="What else was asked for.")

    profile = models.ForeignKey(
        Profile, null=True, blank=True, on_delete=models.SET_NULL, related_name="+", editable=False
    )
    profile_name = models.CharField(
        max_length=200, blank=True, help_text="As it was called then; its settings are among the settings."
    )
    api_key_name = models.CharField(max_length=100, blank=True, help_text="Of the program that asked for it.")

    clip = models.ForeignKey(
        Clip, null=True, blank=True, on_delete=models.SET_NULL, related_name="+", editable=False
    )
    duration_seconds = models.FloatField("duration in seconds", null=True, blank=True, editable=False)
    audio_bytes = models.PositiveBigIntegerField("audio in bytes", null=True, blank=True, editable=False)
    making_seconds = models.FloatField(
        "made in seconds", null=True, blank=True, editable=False, help_text="How long it took to make."
    )
    characters = models.PositiveIntegerField(default=0, editable=False)
    done_characters = models.PositiveIntegerField(
        default=0, editable=False, help_text="Of them, spoken so far."
    )
    timings = models.JSONField(
        default=list,
        blank=True,
        editable=False,
        help_text="Of each word: its first character, the one after its last, and the seconds from and to.",
    )
    error = models.CharField(max_length=500, blank=True, editable=False)
    # Takes of one thing share a lineage; the one that counts is the current one.
    lineage = models.UUIDField(default=uuid.uuid4, editable=False)
    take_number = models.PositiveIntegerField(default=1, editable=False)
    is_current = models.BooleanField("current take", default=True, editable=False)

    proof_state = models.CharField(
        "proof-listening", max_length=8, choices=Proof.choices, default=Proof.NONE, blank=True, editable=False
    )
    proof = models.JSONField(
        default=dict,
        blank=True,
        editable=False,
        help_text="What proof-listening heard, and where it differs.",
    )

    is_favourite = models.BooleanField("favourite", default=False)
    note = models.CharField(max_length=NOTE_MAX_CHARACTERS, blank=True, help_text="Its owner's own words.")
    deleted_at = models.DateTimeField(
        null=True,
        blank=True,
        editable=False,
        help_text="When its owner deleted it; until purged it can come back.",
    )

    # Of people who want nothing kept, or no text: what a page shows them is theirs for a while all the same.
    expires_at = models.DateTimeField(null=True, blank=True, editable=False, help_text="Then it goes.")
    text_expires_at = models.DateTimeField(
        null=True, blank=True, editable=False, help_text="Then its text goes, and the rest stays."
    )

    class Meta:
        verbose_name = "entry of the history"
        verbose_name_plural = "entries of the history"
        # One for each filter, in the order of the list: a page of it is read from its place in the index,
        # however much lies before it.
        indexes = [
            _newest_first("owner", name="entry_newest"),
            _newest_first("owner", "kind", name="entry_newest_of_kind"),
            _newest_first("owner", "engine", name="entry_newest_of_engine"),
            _newest_first("owner", "voice", name="entry_newest_of_voice"),
            _newest_first("owner", "language", name="entry_newest_of_language"),
            _newest_first("owner", "source", name="entry_newest_of_source"),
            _newest_first("owner", "state", name="entry_newest_of_state"),
            _newest_first("owner", "profile_name", name="entry_newest_of_profile"),
            _newest_first("owner", name="entry_newest_favourite", condition=Q(is_favourite=True)),
            _newest_first("owner", name="entry_newest_doubtful", condition=Q(proof_state=Proof.DOUBTFUL)),
            models.Index(
                "owner",
                F("duration_seconds").desc(),
                F("number").desc(),
                "deleted_at",
                name="entry_longest",
                condition=Q(deleted_at=None),
            ),
            # What comes round by itself looks for few among many.
            models.Index("deleted_at", name="entry_deleted", condition=Q(deleted_at__isnull=False)),
            models.Index("updated_at", name="entry_unfinished", condition=Q(state__in=("new", "making"))),
            models.Index(
                "updated_at", name="entry_waiting_for_proof", condition=Q(proof_state=Proof.WAITING)
            ),
            models.Index("expires_at", name="entry_expiring", condition=Q(expires_at__isnull=False)),
            models.Index(
                "text_expires_at", name="entry_text_expiring", condition=Q(text_expires_at__isnull=False)
            ),
        ]
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=Kind.values), name="entry_kind_is_known"),
            models.CheckConstraint(condition=Q(state__in=State.values), name="entry_state_is_known"),
            models.CheckConstraint(condition=Q(source__in=Source.values), name="entry_source_is_known"),
            models.CheckConstraint(
                condition=Q(speed__gte=SLOWEST, speed__lte=FASTEST), name="entry_speed_in_range"
            ),
            models.CheckConstraint(
                condition=Q(duration_seconds=None) | Q(duration_seconds__gt=0), name="entry_lasts_some_time"
            ),
            models.CheckConstraint(
                condition=Q(done_characters__lte=F("characters")), name="entry_is_done_once"
            ),
            models.CheckConstraint(condition=~Q(state=State.FAILED) | ~Q(error=""), name="entry_says_why"),
            models.CheckConstraint(condition=Q(proof_state__in=Proof.values), name="entry_proof_is_known"),
            models.UniqueConstraint(fields=["lineage", "take_number"], name="entry_take_has_its_number"),
            models.UniqueConstraint(
                fields=["lineage"], condition=Q(is_current=True), name="entry_one_take_is_current"
            ),
        ]

    @property
    def own_voice_name(self) -> str:
        """As it was called when it spoke; empty where the voice is everybody's. For lists as `effects` is."""
        if "asked_own_voice" in self.__dict__:
            kept = self.__dict__["asked_own_voice"]
        else:
            kept = self.settings.get("own_voice")
        return str((kept or {}).get("name", ""))

    def __str__(self) -> str:
        return self.title

    @property
    def asked_engine(self) -> str:
        return self.fallback_from or self.engine

    @property
    def asked_voice(self) -> str:
        """By which it is asked for again: the voice of the engine that was to speak."""
        return str(self.settings.get(ASKED_VOICE) or self.voice)

    @property
    def is_unfinished(self) -> bool:
        return self.state in UNFINISHED

    @property
    def is_done(self) -> bool:
        return self.state == State.DONE

    @property
    def is_failed(self) -> bool:
        return self.state == State.FAILED

    @property
    def has_audio(self) -> bool:
        return self.clip is not None and self.clip.deleted_at is None

    @property
    def effects(self) -> list[Any]:
        """As JSON, of what was spoken. A list's rows bring them along without their other settings."""
        if "asked_effects" in self.__dict__:
            return self.__dict__["asked_effects"] or []
        return self.settings.get("effects") or []

    @property
    def real_time_factor(self) -> float | None:
        """Seconds of work for a second of sound."""
        if self.making_seconds is None or not self.duration_seconds:
            return None
        return self.making_seconds / self.duration_seconds

    @property
    def fraction_done(self) -> float:
        return self.done_characters / self.characters if self.characters else 0.0


class Keeps(models.TextChoices):
    EVERYTHING = "everything", "Everything"
    NO_TEXT = "no_text", "Everything but what was said"
    NOTHING = "nothing", "Nothing"


class HistoryPreferences(models.Model):
    """What of a person's work is kept, and for how long. The site's ceilings hold beside it."""

    owner = models.OneToOneField(
        settings.AUTH_USER_MODEL,
        on_delete=models.CASCADE,
        primary_key=True,
        related_name="history_preferences",
    )
    keeps = models.CharField("keep", max_length=10, choices=Keeps.choices, default=Keeps.EVERYTHING)
    keeps_audio = models.BooleanField("keep the audio", default=True)
    most_entries = models.PositiveIntegerField(
        "entries at the most", null=True, blank=True, help_text="The oldest go first. Empty: no limit."
    )
    most_mib = models.PositiveIntegerField(
        "MiB of audio at the most", null=True, blank=True, help_text="The oldest go first. Empty: no limit."
    )
    most_days = models.PositiveIntegerField(
        "days at the most", null=True, blank=True, help_text="Empty: no limit."
    )
    proof_listens = models.BooleanField(
        "listen to what was spoken", default=False, help_text="And tell where it does not say its text."
    )
    updated_at = models.DateTimeField(auto_now=True)

    class Meta:
        verbose_name = "preferences of the history"
        verbose_name_plural = "preferences of the history"
        constraints = [
            models.CheckConstraint(condition=Q(keeps__in=Keeps.values), name="history_keeps_is_known")
        ]

    def __str__(self) -> str:
        return f"History of {self.owner}"
