"""A transcript: what an entry of history has besides, and its segments."""

import json

from django.db import models
from django.db.models import F, Q

from common.owned import OwnedModel
from history.models import Entry
from jobs.models import Job

SPEAKER_MAX_CHARACTERS = 80


class Transcript(OwnedModel):
    """Its title, text, words, audio and state are the entry's."""

    entry = models.OneToOneField(Entry, on_delete=models.CASCADE, related_name="transcript")
    job = models.ForeignKey(
        Job, null=True, blank=True, on_delete=models.SET_NULL, related_name="transcripts", editable=False
    )
    position = models.PositiveIntegerField(default=1, editable=False, help_text="In its job, from 1.")
    original_text = models.TextField(blank=True, editable=False, help_text="As it was heard.")
    is_edited = models.BooleanField(default=False, editable=False)
    speaker_names = models.JSONField(
        default=dict, blank=True, help_text="What a person calls the speakers that were told apart."
    )
    warning = models.CharField(max_length=200, blank=True, editable=False)
    heard_seconds = models.FloatField("heard so far, in seconds", default=0.0, editable=False)
    # Whoever hears it now: of two at once, only the later may write.
    hearer = models.UUIDField(null=True, blank=True, editable=False)

    class Meta:
        verbose_name = "transcript"
        verbose_name_plural = "transcripts"
        constraints = [
            models.CheckConstraint(condition=Q(position__gte=1), name="transcript_counts_from_1"),
            models.CheckConstraint(condition=Q(heard_seconds__gte=0), name="transcript_heard_forwards"),
        ]

    def __str__(self) -> str:
        return self.entry.title

    @property
    def fraction_heard(self) -> float:
        whole = self.entry.duration_seconds
        return min(self.heard_seconds / whole, 1.0) if whole else 0.0

    def speaker_name(self, label: str) -> str:
        return str(self.speaker_names.get(label, label))


class TranscriptSegment(OwnedModel):
    """Rows, not one list: they are written as they are heard, and hours of sound have thousands."""

    transcript = models.ForeignKey(Transcript, on_delete=models.CASCADE, related_name="segments")
    position = models.PositiveIntegerField(help_text="From 0.")
    start_seconds = models.FloatField()
    end_seconds = models.FloatField()
    text = models.TextField(blank=True)
    speaker = models.CharField(max_length=SPEAKER_MAX_CHARACTERS, blank=True)
    timings = models.JSONField(
        default=list,
        blank=True,
        help_text="Of each word: its first character, the one after its last, and the seconds from and to.",
    )
    heard = models.JSONField(
        null=True, blank=True, help_text="Text and timings as they were heard, where they were changed since."
    )
    facts = models.JSONField(default=dict, blank=True, help_text="What else the recogniser told.")

    class Meta:
        verbose_name = "segment of a transcript"
        verbose_name_plural = "segments of transcripts"
        ordering = ["transcript", "position"]
        constraints = [
            models.UniqueConstraint(fields=["transcript", "position"], name="segment_has_its_place"),
            models.CheckConstraint(condition=Q(start_seconds__gte=0), name="segment_starts_within"),
            models.CheckConstraint(
                condition=Q(end_seconds__gte=F("start_seconds")), name="segment_ends_after_it_starts"
            ),
        ]

    def __str__(self) -> str:
        return self.text[:80]

    # Set where lines are read in order: it is told who speaks where that changes.
    begins_turn = False

    @property
    def is_edited(self) -> bool:
        return self.heard is not None

    @property
    def words_as_json(self) -> str:
        return json.dumps(self.timings, separators=(",", ":"))
