"""Conversations with their turns; compositions with their versions."""

from typing import Any

from django.db import models
from django.db.models import F, Q

from clips.models import Clip
from common.owned import OwnedModel
from profiles.models import NAME_MAX_CHARACTERS as PROFILE_NAME_MAX_CHARACTERS
from profiles.models import Profile

NAME_MAX_CHARACTERS = 120
SPEAKER_MAX_CHARACTERS = 80
TURN_MAX_CHARACTERS = 5_000
LONGEST_GAP_MS = 10_000  # a pause, or so far into the turn before
RATES_HZ = (8_000, 16_000, 22_050, 24_000, 32_000, 44_100, 48_000)
# Loudness that people set, as LUFS, and the level of a room in which nobody speaks.
QUIETEST_LUFS, LOUDEST_LUFS = -40.0, -5.0
QUIETEST_ROOM_DB, LOUDEST_ROOM_DB = -90.0, -30.0


def _within(field: str, least: float, most: float) -> Q:
    return Q(**{f"{field}__gte": least, f"{field}__lte": most})


def _none_or_within(field: str, least: float, most: float) -> Q:
    return Q(**{field: None}) | _within(field, least, most)


class Conversation(OwnedModel):
    """`revision` grows with every change of it and of its turns: who changes an older one is refused."""

    name = models.CharField(max_length=NAME_MAX_CHARACTERS)
    revision = models.PositiveIntegerField(default=1)
    gap_ms = models.IntegerField(
        "gap in ms", default=350, help_text="Between turns. Below zero the next one begins before the end."
    )
    sample_rate_hz = models.PositiveIntegerField("sample rate in Hz", default=24_000)
    is_levelled = models.BooleanField("speakers equally loud", default=True)
    target_lufs = models.FloatField("target loudness in LUFS", default=-18.0)
    room_tone_db = models.FloatField(
        "room tone in dB", null=True, blank=True, help_text="Empty: silence between the turns."
    )
    render = models.ForeignKey(
        Clip, null=True, blank=True, on_delete=models.SET_NULL, related_name="+", help_text="The last one."
    )
    rendered_revision = models.PositiveIntegerField(null=True, blank=True, editable=False)
    render_marks = models.JSONField(
        default=list, blank=True, editable=False, help_text="Where each turn is in the render."
    )
    deleted_at = models.DateTimeField(
        null=True,
        blank=True,
        editable=False,
        help_text="When its owner deleted it; until purged it can come back.",
    )

    class Meta:
        indexes = [
            models.Index("owner", F("updated_at").desc(), name="conversation_latest"),
            models.Index("deleted_at", name="conversation_deleted", condition=Q(deleted_at__isnull=False)),
        ]
        constraints = [
            models.CheckConstraint(condition=~Q(name=""), name="conversation_has_a_name"),
            models.CheckConstraint(
                condition=_within("gap_ms", -LONGEST_GAP_MS, LONGEST_GAP_MS), name="conversation_gap_in_range"
            ),
            models.CheckConstraint(
                condition=Q(sample_rate_hz__in=RATES_HZ), name="conversation_sample_rate_is_known"
            ),
            models.CheckConstraint(
                condition=_within("target_lufs", QUIETEST_LUFS, LOUDEST_LUFS),
                name="conversation_loudness_in_range",
            ),
            models.CheckConstraint(
                condition=_none_or_within("room_tone_db", QUIETEST_ROOM_DB, LOUDEST_ROOM_DB),
                name="conversation_room_in_range",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def sound(self) -> Clip | None:
        """Its last render, unless that was deleted among the clips or its file is lost."""
        return self.render if self.render is not None and self.render.is_there else None


class TurnState(models.TextChoices):
    NEW = "new", "Not spoken yet"
    MAKING = "making", "Being spoken"
    DONE = "done", "Spoken"
    FAILED = "failed", "Failed"


class Turn(OwnedModel):
    """What its profile said when it was given to the turn is kept, for when the profile is gone."""

    conversation = models.ForeignKey(Conversation, on_delete=models.CASCADE, related_name="turns")
    position = models.PositiveIntegerField()
    speaker = models.CharField(max_length=SPEAKER_MAX_CHARACTERS, blank=True)
    profile = models.ForeignKey(Profile, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    profile_name = models.CharField(max_length=PROFILE_NAME_MAX_CHARACTERS, blank=True)
    voice_settings = models.JSONField(
        default=dict, blank=True, help_text="Model, voice, language, speed, effects … as they were set."
    )
    text = models.TextField(max_length=TURN_MAX_CHARACTERS, blank=True)
    effects = models.JSONField(null=True, blank=True, help_text="Empty: those of its profile.")
    gap_ms = models.IntegerField(
        "gap in ms", null=True, blank=True, help_text="Before this turn. Empty: the conversation's."
    )

    state = models.CharField(max_length=7, choices=TurnState.choices, default=TurnState.NEW)
    error_code = models.CharField(max_length=64, blank=True)
    error = models.TextField(blank=True)
    clip = models.ForeignKey(Clip, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    content_hash = models.CharField(max_length=64, blank=True, help_text="Of what the clip was made from.")
    lufs = models.FloatField("loudness in LUFS", null=True, blank=True)

    class Meta:
        ordering = ("position",)
        verbose_name = "turn of a conversation"
        verbose_name_plural = "turns of conversations"
        constraints = [
            models.UniqueConstraint(fields=["conversation", "position"], name="turn_has_its_place"),
            models.CheckConstraint(condition=Q(state__in=TurnState.values), name="turn_state_is_known"),
            models.CheckConstraint(condition=~Q(state=TurnState.FAILED) | ~Q(error=""), name="turn_says_why"),
            models.CheckConstraint(
                condition=_none_or_within("gap_ms", -LONGEST_GAP_MS, LONGEST_GAP_MS),
                name="turn_gap_in_range",
            ),
        ]

    def __str__(self) -> str:
        return f"Turn {self.position}"

    @property
    def sound(self) -> Clip | None:
        """Its clip, unless that was deleted by itself or its file is lost."""
        return self.clip if self.clip is not None and self.clip.is_there else None

    @property
    def state_told(self) -> str:
        """One whose sound is gone is not spoken any more."""
        return TurnState.NEW if self.state == TurnState.DONE and self.sound is None else self.state


def empty_timeline() -> dict[str, Any]:
    return {"tracks": [], "master": {}}


class Composition(OwnedModel):
    """Its timeline is one document: it is edited, saved, kept in versions and brought back as a whole.

    `clips` are all that the document names: they stay as long as it does.
    """

    name = models.CharField(max_length=NAME_MAX_CHARACTERS)
    revision = models.PositiveIntegerField(default=1)
    sample_rate_hz = models.PositiveIntegerField("sample rate in Hz", default=48_000)
    tags = models.JSONField(default=list, blank=True)
    timeline = models.JSONField(default=empty_timeline, blank=True)
    clips = models.ManyToManyField(Clip, blank=True, related_name="+")
    render = models.ForeignKey(
        Clip, null=True, blank=True, on_delete=models.SET_NULL, related_name="+", help_text="The last one."
    )
    rendered_revision = models.PositiveIntegerField(null=True, blank=True, editable=False)
    deleted_at = models.DateTimeField(
        null=True,
        blank=True,
        editable=False,
        help_text="When its owner deleted it; until purged it can come back.",
    )

    class Meta:
        indexes = [
            models.Index("owner", F("updated_at").desc(), name="composition_latest"),
            models.Index("deleted_at", name="composition_deleted", condition=Q(deleted_at__isnull=False)),
        ]
        constraints = [
            models.CheckConstraint(condition=~Q(name=""), name="composition_has_a_name"),
            models.CheckConstraint(
                condition=Q(sample_rate_hz__in=RATES_HZ), name="composition_sample_rate_is_known"
            ),
        ]

    def __str__(self) -> str:
        return self.name


class CompositionVersion(OwnedModel):
    """A composition as it was; bringing it back makes the present one a version, too."""

    composition = models.ForeignKey(Composition, on_delete=models.CASCADE, related_name="versions")
    number = models.PositiveIntegerField()
    name = models.CharField(max_length=NAME_MAX_CHARACTERS, blank=True, help_text="Empty: made by itself.")
    sample_rate_hz = models.PositiveIntegerField("sample rate in Hz")
    timeline = models.JSONField(default=empty_timeline)
    clips = models.ManyToManyField(Clip, blank=True, related_name="+")

    class Meta:
        ordering = ("-number",)
        verbose_name = "version of a composition"
        verbose_name_plural = "versions of compositions"
        constraints = [
            models.UniqueConstraint(
                fields=["composition", "number"], name="composition_version_has_its_number"
            )
        ]

    def __str__(self) -> str:
        return self.name or f"Version {self.number}"
