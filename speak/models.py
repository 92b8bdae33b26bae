"""A long text that a job speaks, chapter by chapter."""

from django.db import models
from django.db.models import Q

from common.owned import OwnedModel
from jobs.models import Job


class LongText(OwnedModel):
    """What its job is to do; goes with the job."""

    job = models.OneToOneField(Job, on_delete=models.CASCADE, related_name="long_text")
    title = models.CharField(max_length=200)
    author = models.CharField(max_length=200, blank=True)
    characters = models.PositiveIntegerField(help_text="Of all chapters together.")
    asked = models.JSONField(help_text="The fields of the request, the text aside.")
    # No foreign keys: what a job has made belongs to its owner, who may delete it.
    audiobook_id = models.UUIDField(null=True, blank=True, editable=False)

    class Meta:
        verbose_name = "long text"
        verbose_name_plural = "long texts"

    def __str__(self) -> str:
        return self.title


class LongTextChapter(OwnedModel):
    long_text = models.ForeignKey(LongText, on_delete=models.CASCADE, related_name="chapters")
    position = models.PositiveIntegerField(help_text="From 1.")
    title = models.CharField(max_length=250, blank=True)
    text = models.TextField()
    characters = models.PositiveIntegerField()
    clip_id = models.UUIDField(null=True, blank=True, editable=False, help_text="Of what was spoken.")

    class Meta:
        verbose_name = "chapter of a long text"
        verbose_name_plural = "chapters of long texts"
        ordering = ["long_text", "position"]
        constraints = [
            models.UniqueConstraint(fields=["long_text", "position"], name="long_text_chapter_has_its_place"),
            models.CheckConstraint(condition=Q(position__gte=1), name="long_text_chapter_counts_from_1"),
        ]

    def __str__(self) -> str:
        return self.title or f"Chapter {self.position}"


class Conversion(OwnedModel):
    """A text that a program had spoken by `/api/tts`: the same text is not spoken twice."""

    content_hash = models.CharField(max_length=64)
    job = models.ForeignKey(Job, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    entry_id = models.UUIDField(null=True, blank=True, editable=False, help_text="Of the history, once done.")
    clip_id = models.UUIDField(null=True, blank=True, editable=False, help_text="Of what was spoken.")
    text = models.TextField()
    asked = models.JSONField(default=dict, help_text="The fields of the request, the text aside.")
    custom_filename = models.CharField(
        max_length=200, blank=True, help_text="What its file is called, if anything."
    )
    state = models.CharField(max_length=10, default="queued")
    error = models.CharField(max_length=500, blank=True)
    started_at = models.DateTimeField(null=True, blank=True, editable=False)
    completed_at = models.DateTimeField(null=True, blank=True, editable=False)
    failed_at = models.DateTimeField(null=True, blank=True, editable=False)

    class Meta:
        indexes = [
            models.Index(fields=["owner", "content_hash"], name="conversion_of_content"),
            models.Index("owner", models.F("created_at").desc(), "id", name="conversion_newest"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=("queued", "processing", "completed", "failed")),
                name="conversion_state_is_known",
            ),
        ]

    def __str__(self) -> str:
        return self.text[:60]
