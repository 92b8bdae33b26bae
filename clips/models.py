"""A piece of audio: one row and one file."""

from django.db import models
from django.db.models import Q

from common.owned import OwnedModel

FOLDER = "clips"
TITLE_MAX_CHARACTERS = 200
CODEC_LABELS = {
    "mp3": "MP3",
    "flac": "FLAC",
    "aac": "AAC",
    "opus": "Opus",
    "vorbis": "Vorbis",
    "alac": "ALAC",
}


class Source(models.TextChoices):
    UPLOAD = "upload", "Upload"
    RECORDING = "recording", "Recording"
    SPEECH = "speech", "Speech"
    RENDER = "render", "Render"
    EXPORT = "export", "Export"


class Clip(OwnedModel):
    title = models.CharField(max_length=TITLE_MAX_CHARACTERS)
    file = models.FileField(max_length=120, editable=False)
    original_name = models.CharField(max_length=255, blank=True, help_text="What its sender called it.")
    source = models.CharField(max_length=9, choices=Source.choices, default=Source.UPLOAD)
    kept = models.BooleanField(
        default=False, help_text="In its owner's Library. Otherwise it goes when nothing uses it any more."
    )

    sha256 = models.CharField(max_length=64, editable=False)
    mime = models.CharField(max_length=100, editable=False)
    container = models.CharField(max_length=40, editable=False)
    codec = models.CharField(max_length=40, editable=False)
    bytes = models.PositiveBigIntegerField("size in bytes", editable=False)
    duration_seconds = models.FloatField("duration in seconds", editable=False)
    sample_rate_hz = models.PositiveIntegerField("sample rate in Hz", editable=False)
    channels = models.PositiveSmallIntegerField(editable=False)
    peaks = models.BinaryField(editable=False, help_text="Pairs of int8: lowest and highest of each stretch.")
    warning = models.CharField(max_length=200, blank=True, editable=False)

    missing_at = models.DateTimeField(
        null=True, blank=True, editable=False, help_text="When its file was found to be gone."
    )
    played_at = models.DateTimeField(
        null=True, blank=True, editable=False, help_text="About when somebody listened to it last."
    )
    deleted_at = models.DateTimeField(
        null=True,
        blank=True,
        editable=False,
        help_text="When its owner deleted it; until purged it can come back.",
    )

    class Meta:
        indexes = [models.Index("owner", models.F("created_at").desc(), name="clip_of_owner_newest")]
        constraints = [
            models.CheckConstraint(condition=Q(bytes__gt=0), name="clip_has_bytes"),
            models.CheckConstraint(condition=Q(duration_seconds__gt=0), name="clip_has_duration"),
            models.CheckConstraint(condition=Q(sample_rate_hz__gt=0), name="clip_has_sample_rate"),
            models.CheckConstraint(condition=Q(channels__gte=1, channels__lte=64), name="clip_has_channels"),
            models.CheckConstraint(condition=Q(source__in=Source.values), name="clip_source_is_known"),
            models.UniqueConstraint("file", name="clip_file_is_its_own"),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def is_missing(self) -> bool:
        return self.missing_at is not None

    @property
    def is_there(self) -> bool:
        """To be heard, as far as is known."""
        return self.deleted_at is None and not self.is_missing

    @property
    def codec_label(self) -> str:
        """As people know it."""
        return "PCM" if self.codec.startswith("pcm_") else CODEC_LABELS.get(self.codec, self.codec)

    @property
    def suffix(self) -> str:
        return self.file_name.rpartition(".")[2]

    @property
    def file_name(self) -> str:
        """In the storage."""
        return str(self.file.name)

    @property
    def download_name(self) -> str:
        """The title it has now, under the suffix that fits what is inside."""
        stem = self.title.replace("/", "-").replace("\\", "-").strip(". ") or "clip"
        return f"{stem}.{self.suffix}"
