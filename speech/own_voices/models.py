"""What a person brings to be spoken with: the recording, and who agreed to it."""

from django.db import models
from django.db.models import Q

from clips.models import Clip
from common.owned import OwnedModel

NAME_MAX_CHARACTERS = 80
STATEMENT_MAX_CHARACTERS = 2_000
TRANSCRIPT_MAX_CHARACTERS = 5_000
LANGUAGE_MAX_CHARACTERS = 60


class VoiceConsent(OwnedModel):
    """Whoever is heard agreed to it: in words, and perhaps in a recording."""

    name = models.CharField(max_length=NAME_MAX_CHARACTERS)
    language = models.CharField(max_length=LANGUAGE_MAX_CHARACTERS, blank=True)
    statement = models.TextField(max_length=STATEMENT_MAX_CHARACTERS, blank=True)
    # It holds the clip: what was agreed to can be listened to as long as it counts.
    clip = models.ForeignKey(Clip, null=True, blank=True, on_delete=models.CASCADE, related_name="+")

    class Meta:
        verbose_name = "consent to a voice"
        verbose_name_plural = "consents to voices"
        constraints = [models.CheckConstraint(condition=~Q(name=""), name="consent_has_a_name")]

    def __str__(self) -> str:
        return self.name


class OwnVoice(OwnedModel):
    name = models.CharField(max_length=NAME_MAX_CHARACTERS)
    # SQLite lowers ASCII alone: case is folded before it is stored.
    name_folded = models.CharField(max_length=3 * NAME_MAX_CHARACTERS, editable=False)
    language = models.CharField(max_length=LANGUAGE_MAX_CHARACTERS, blank=True)
    transcript = models.TextField(
        blank=True, max_length=TRANSCRIPT_MAX_CHARACTERS, help_text="What is said in the recording."
    )
    is_transcript_edited = models.BooleanField(
        default=False, help_text="By its owner: hearing it again leaves it as it is."
    )
    # As it was converted: mono WAV at `REFERENCE_RATE_HZ`, level and trimmed.
    clip = models.ForeignKey(Clip, on_delete=models.CASCADE, related_name="+")
    # Not `PROTECT`: with their owner both go.
    consent = models.ForeignKey(VoiceConsent, on_delete=models.RESTRICT, related_name="voices")
    quality = models.JSONField(default=dict, blank=True, help_text="What was measured in it.")
    deleted_at = models.DateTimeField(
        null=True,
        blank=True,
        editable=False,
        help_text="When its owner deleted it; until purged it can come back.",
    )

    class Meta:
        verbose_name = "own voice"
        constraints = [
            models.UniqueConstraint(
                fields=["owner", "name_folded"],
                condition=Q(deleted_at=None),
                name="own_voice_name_unique_per_owner",
            ),
            models.CheckConstraint(condition=~Q(name="") & ~Q(name_folded=""), name="own_voice_has_a_name"),
        ]

    def __str__(self) -> str:
        return self.name
