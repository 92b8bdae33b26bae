"""A piece of work done in the background, and the workers that do it."""

import uuid
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from common.owned import OwnedQuerySet

STEP_MAX_CHARACTERS = 200


class State(models.TextChoices):
    QUEUED = "queued", "Waiting"
    RUNNING = "running", "Running"
    DONE = "done", "Done"
    FAILED = "failed", "Failed"
    CANCELLED = "cancelled", "Cancelled"


ACTIVE_STATES = (State.QUEUED, State.RUNNING)
FINISHED_STATES = (State.DONE, State.FAILED, State.CANCELLED)


class JobQuerySet(OwnedQuerySet):
    def active(self) -> Self:
        return self.filter(state__in=ACTIVE_STATES)

    def finished(self) -> Self:
        return self.filter(state__in=FINISHED_STATES)

    def due(self) -> Self:
        return self.filter(state=State.QUEUED, not_before__lte=timezone.now())


class Job(models.Model):
    """`run_token` is the lease: only the worker that holds it may report on the job or finish it."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.CASCADE,
        related_name="jobs",
        help_text="Empty: the site's own work.",
    )
    kind = models.CharField(max_length=64, db_index=True)
    title = models.CharField(max_length=200)
    params = models.JSONField(default=dict, blank=True)
    key = models.CharField(
        max_length=128, blank=True, help_text="At most one active job of a person has the same key."
    )
    request_id = models.CharField(max_length=64, blank=True)

    state = models.CharField(max_length=9, choices=State.choices, default=State.QUEUED)
    progress = models.FloatField(default=0.0)
    step = models.CharField(max_length=STEP_MAX_CHARACTERS, blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    max_attempts = models.PositiveSmallIntegerField(default=3)

    run_token = models.UUIDField(null=True, blank=True, editable=False)
    worker = models.CharField(max_length=200, blank=True)
    heartbeat_at = models.DateTimeField(null=True, blank=True)
    not_before = models.DateTimeField(default=timezone.now)
    delivered_at = models.DateTimeField(null=True, blank=True, help_text="When it was last put on the queue.")

    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)
    started_at = models.DateTimeField(null=True, blank=True)
    finished_at = models.DateTimeField(null=True, blank=True)
    cancel_requested_at = models.DateTimeField(null=True, blank=True)
    dismissed_at = models.DateTimeField(
        null=True, blank=True, help_text="When its owner took it off the tray."
    )

    error_code = models.CharField(max_length=64, blank=True)
    error = models.TextField(blank=True)
    result = models.JSONField(default=dict, blank=True)
    file = models.FileField(max_length=200, blank=True)
    file_name = models.CharField(max_length=200, blank=True)

    objects = JobQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at"]
        indexes = [
            models.Index(fields=["owner", "-created_at"], name="job_of_owner"),
            models.Index(fields=["state", "not_before"], name="job_due"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(progress__gte=0, progress__lte=1), name="job_progress_is_a_share"
            ),
            models.CheckConstraint(condition=Q(state__in=State.values), name="job_state_is_known"),
            models.CheckConstraint(
                condition=Q(state=State.RUNNING, run_token__isnull=False)
                | (~Q(state=State.RUNNING) & Q(run_token__isnull=True)),
                name="job_has_a_lease_while_it_runs",
            ),
            models.UniqueConstraint(
                fields=["owner", "key"],
                condition=Q(state__in=["queued", "running"]) & ~Q(key=""),
                name="one_active_job_per_owner_and_key",
            ),
            # To the constraint above, two rows without an owner are of different owners.
            models.UniqueConstraint(
                fields=["key"],
                condition=Q(state__in=["queued", "running"], owner__isnull=True) & ~Q(key=""),
                name="one_active_job_of_the_site_per_key",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def is_active(self) -> bool:
        return self.state in ACTIVE_STATES

    @property
    def is_cancelling(self) -> bool:
        return self.state == State.RUNNING and self.cancel_requested_at is not None

    @property
    def can_cancel(self) -> bool:
        return self.is_active and self.cancel_requested_at is None

    @property
    def can_retry(self) -> bool:
        return self.state in (State.FAILED, State.CANCELLED)

    @property
    def has_file(self) -> bool:
        return self.state == State.DONE and bool(self.file)

    @property
    def duration_seconds(self) -> float | None:
        if self.started_at is None:
            return None
        return ((self.finished_at or timezone.now()) - self.started_at).total_seconds()


class WorkerHeartbeat(models.Model):
    """One row per `manage.py worker`; a recent one means that jobs are being done."""

    name = models.CharField(max_length=150, primary_key=True)
    pid = models.PositiveIntegerField()
    busy = models.PositiveSmallIntegerField(default=0, help_text="Jobs it is doing now.")
    started_at = models.DateTimeField(default=timezone.now)
    seen_at = models.DateTimeField(default=timezone.now, db_index=True)

    class Meta:
        ordering = ["-seen_at"]
        verbose_name = "worker"

    def __str__(self) -> str:
        return self.name
