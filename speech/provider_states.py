"""What all processes of the site know of a provider: whether it is asked at the moment."""

from django.db import models
from django.db.models import Q


class Breaker(models.TextChoices):
    CLOSED = "closed", "asked"
    OPEN = "open", "resting"
    HALF_OPEN = "half_open", "being tried"


class ProviderState(models.Model):
    name = models.CharField(max_length=40, primary_key=True)
    state = models.CharField(max_length=9, choices=Breaker.choices, default=Breaker.CLOSED)
    failures = models.PositiveIntegerField("failures in a row", default=0)
    opened_at = models.DateTimeField(null=True, blank=True)
    cool_down_seconds = models.FloatField(default=0.0, help_text="How long it rests this time.")
    # Whoever holds the probe asks while all others wait; a killed process lets it go by that time.
    probe_until = models.DateTimeField(null=True, blank=True)
    last_failure = models.CharField(max_length=300, blank=True)
    last_failure_kind = models.CharField(max_length=20, blank=True)
    last_failure_at = models.DateTimeField(null=True, blank=True)
    last_success_at = models.DateTimeField(null=True, blank=True)
    updated_at = models.DateTimeField(auto_now=True)

    class Meta:
        verbose_name = "state of a provider"
        verbose_name_plural = "states of providers"
        constraints = [
            models.CheckConstraint(
                condition=Q(state=Breaker.CLOSED) | Q(opened_at__isnull=False),
                name="provider_rests_since_some_time",
            )
        ]

    def __str__(self) -> str:
        return f"{self.name}: {self.get_state_display()}"
