"""Voice profiles: a voice with all that is set about it, its samples, its picture; and chains of effects."""

from django.db import models
from django.db.models import F, Q

from clips.models import Clip
from common.owned import OwnedModel
from speech.audio.formats import FORMATS
from speech.fields import BLEND_CHARACTERS
from speech.models import LANGUAGE_MAX_CHARACTERS, Lexicon
from speech.text.passages import FASTEST, SLOWEST

NAME_MAX_CHARACTERS = 80
NOTE_MAX_CHARACTERS = 1_000
TRANSCRIPT_MAX_CHARACTERS = 5_000


class Profile(OwnedModel):
    name = models.CharField(max_length=NAME_MAX_CHARACTERS)
    # SQLite lowers ASCII alone: case is folded before it is stored.
    name_folded = models.CharField(max_length=3 * NAME_MAX_CHARACTERS, editable=False)
    note = models.CharField(max_length=NOTE_MAX_CHARACTERS, blank=True)

    backend = models.CharField(max_length=40, help_text="The engine that speaks it.")
    model = models.CharField(max_length=100, blank=True, help_text="Empty: the engine's own.")
    voice = models.CharField(max_length=200)
    language = models.CharField(
        max_length=LANGUAGE_MAX_CHARACTERS, blank=True, help_text="Empty: the voice's own."
    )
    speed = models.FloatField(default=1.0)
    format = models.CharField(max_length=8, choices=[(name, name) for name in FORMATS], default="mp3")
    blend = models.CharField(
        max_length=BLEND_CHARACTERS, blank=True, help_text="Spoken instead of the voice, where there is one."
    )
    effects = models.JSONField(default=list, blank=True)
    lexicon = models.ForeignKey(Lexicon, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    seed = models.PositiveBigIntegerField(null=True, blank=True)
    match = models.JSONField(
        "voice match", default=dict, blank=True, help_text="What the search for the nearest blend found."
    )

    is_default = models.BooleanField("default", default=False)
    deleted_at = models.DateTimeField(
        null=True,
        blank=True,
        editable=False,
        help_text="When its owner deleted it; until purged it can come back.",
    )

    class Meta:
        verbose_name = "voice profile"
        indexes = [models.Index("deleted_at", name="profile_deleted", condition=Q(deleted_at__isnull=False))]
        constraints = [
            models.UniqueConstraint(
                fields=["owner", "name_folded"],
                condition=Q(deleted_at=None),
                name="profile_name_unique_per_owner",
            ),
            models.UniqueConstraint(
                fields=["owner"], condition=Q(is_default=True), name="profile_one_default_per_owner"
            ),
            models.CheckConstraint(
                condition=Q(is_default=False) | Q(deleted_at=None), name="profile_default_is_there"
            ),
            models.CheckConstraint(condition=~Q(name="") & ~Q(name_folded=""), name="profile_has_a_name"),
            models.CheckConstraint(condition=~Q(backend="") & ~Q(voice=""), name="profile_has_a_voice"),
            models.CheckConstraint(
                condition=Q(speed__gte=SLOWEST, speed__lte=FASTEST), name="profile_speed_in_range"
            ),
            models.CheckConstraint(condition=Q(format__in=list(FORMATS)), name="profile_format_is_known"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def spoken_voice(self) -> str:
        return self.blend or self.voice


class Avatar(OwnedModel):
    """Small, made anew from what was sent. In the database, so that no file is left over."""

    # What an export of its person's data makes of the field.
    exported_as = {"image": "webp"}

    profile = models.OneToOneField(Profile, on_delete=models.CASCADE, related_name="avatar")
    image = models.BinaryField(help_text="WebP")
    sha256 = models.CharField(max_length=64)

    class Meta:
        verbose_name = "picture of a voice profile"
        verbose_name_plural = "pictures of voice profiles"

    def __str__(self) -> str:
        return f"Picture of {self.profile_id}"


class Sample(OwnedModel):
    """A recording of the voice that its profile is to sound like, and what is said in it."""

    profile = models.ForeignKey(Profile, on_delete=models.CASCADE, related_name="samples")
    clip = models.ForeignKey(Clip, on_delete=models.CASCADE, related_name="+")
    position = models.PositiveIntegerField()
    is_enabled = models.BooleanField("enabled", default=True)
    trim_start_seconds = models.FloatField(default=0.0)
    trim_end_seconds = models.FloatField(null=True, blank=True, help_text="Empty: to its end.")
    is_denoised = models.BooleanField("denoised", default=False)
    transcript = models.TextField(blank=True, max_length=TRANSCRIPT_MAX_CHARACTERS)
    language = models.CharField(max_length=LANGUAGE_MAX_CHARACTERS, blank=True)
    is_transcript_edited = models.BooleanField(
        default=False, help_text="By its owner: hearing it again leaves it as it is."
    )
    quality = models.JSONField(default=dict, blank=True, help_text="What was measured in it.")

    class Meta:
        ordering = ("position",)
        verbose_name = "sample of a voice"
        verbose_name_plural = "samples of voices"
        constraints = [
            models.UniqueConstraint(fields=["profile", "position"], name="sample_has_its_place"),
            models.UniqueConstraint(fields=["profile", "clip"], name="sample_is_there_once"),
            models.CheckConstraint(
                condition=Q(trim_start_seconds__gte=0)
                & (Q(trim_end_seconds=None) | Q(trim_end_seconds__gt=F("trim_start_seconds"))),
                name="sample_trim_leaves_something",
            ),
        ]

    def __str__(self) -> str:
        return f"Sample {self.position}"


class EffectPreset(OwnedModel):
    """A chain of effects under a name. The built-in ones are no rows."""

    name = models.CharField(max_length=NAME_MAX_CHARACTERS)
    name_folded = models.CharField(max_length=3 * NAME_MAX_CHARACTERS, editable=False)
    position = models.PositiveIntegerField()
    effects = models.JSONField(default=list)
    deleted_at = models.DateTimeField(
        null=True,
        blank=True,
        editable=False,
        help_text="When its owner deleted it; until purged it can come back.",
    )

    class Meta:
        ordering = ("position", "created_at")
        constraints = [
            models.UniqueConstraint(
                fields=["owner", "name_folded"],
                condition=Q(deleted_at=None),
                name="effect_preset_name_unique_per_owner",
            ),
            models.CheckConstraint(
                condition=~Q(name="") & ~Q(name_folded=""), name="effect_preset_has_a_name"
            ),
        ]

    def __str__(self) -> str:
        return self.name
