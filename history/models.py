"""Something that was spoken or transcribed: what was asked for, and what became of it."""

from django.db import models
from django.db.models import F, Q

from clips.models import Clip
from common.owned import OwnedModel
from speech.text.passages import FASTEST, SLOWEST

TITLE_MAX_CHARACTERS = 200


class Kind(models.TextChoices):
    TTS = "tts", "Speech"
    STT = "stt", "Transcript"


class State(models.TextChoices):
    NEW = "new", "Waiting"
    MAKING = "making", "Under way"
    DONE = "done", "Done"
    FAILED = "failed", "Failed"


UNFINISHED = (State.NEW, State.MAKING)


class Source(models.TextChoices):
    PAGE = "page", "Speak page"
    API = "api", "API"
    JOB = "job", "Job"


class Entry(OwnedModel):
    kind = models.CharField(max_length=3, choices=Kind.choices, default=Kind.TTS)
    state = models.CharField(max_length=6, choices=State.choices, default=State.NEW)
    source = models.CharField(max_length=4, choices=Source.choices, default=Source.PAGE)
    title = models.CharField(max_length=TITLE_MAX_CHARACTERS)
    text = models.TextField(help_text="As it was written, or as it was heard.")

    engine = models.CharField(max_length=40)
    model = models.CharField(max_length=100, help_text="The name it was asked for by.")
    voice = models.CharField(max_length=200, blank=True)
    language = models.CharField(max_length=60, blank=True)
    response_format = models.CharField(max_length=8, blank=True)
    speed = models.FloatField(default=1.0)
    settings = models.JSONField(default=dict, blank=True, help_text="What else was asked for.")

    clip = models.ForeignKey(
        Clip, null=True, blank=True, on_delete=models.SET_NULL, related_name="+", editable=False
    )
    duration_seconds = models.FloatField("duration in seconds", null=True, blank=True, editable=False)
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
    is_favourite = models.BooleanField("favourite", default=False)
    deleted_at = models.DateTimeField(
        null=True,
        blank=True,
        editable=False,
        help_text="When its owner deleted it; until purged it can come back.",
    )

    class Meta:
        verbose_name = "take"
        verbose_name_plural = "takes"
        indexes = [models.Index("owner", F("created_at").desc(), name="entry_of_owner_newest")]
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
        ]

    def __str__(self) -> str:
        return self.title

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
    def fraction_done(self) -> float:
        return self.done_characters / self.characters if self.characters else 0.0
