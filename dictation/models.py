"""Texts to be written down by ear, their sound, what was written, when it is due again; lists and groups."""

import secrets
import uuid
from typing import Any, ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Lower

from clips.models import Clip
from common.owned import OwnedModel, OwnedQuerySet
from history.models import Entry

LOCALE_MAX_CHARACTERS = 35
TEXT_MAX_CHARACTERS = 10_000
ANSWER_MAX_CHARACTERS = 10_000
TAG_MAX_CHARACTERS = 50
TAGS_AT_MOST = 20
ALTERNATIVES_AT_MOST = 10
EASIEST, HARDEST = 1, 5
NAME_MAX_CHARACTERS = 120
WORD_MAX_CHARACTERS = 100
GOAL_AT_MOST = 500
LONGEST_PRACTICE_SECONDS = 24 * 3600.0
_CODE_BYTES = 9


class Tag(OwnedModel):
    name = models.CharField(max_length=TAG_MAX_CHARACTERS)

    class Meta:
        ordering = (Lower("name"),)
        constraints = [
            models.UniqueConstraint("owner", Lower("name"), name="tag_unique_without_case"),
            models.CheckConstraint(condition=~Q(name=""), name="tag_has_a_name"),
        ]

    def __str__(self) -> str:
        return self.name


class AudioState(models.TextChoices):
    PENDING = "pending", "Being made"
    READY = "ready", "Ready"
    FAILED = "failed", "Failed"


class ItemAudio(OwnedModel):
    """What one text sounds like in one voice: made once, however many items say it.

    `content_hash` is of all that is heard: the normalised text, the locale, the engine, the voice, the speed.
    """

    content_hash = models.CharField(max_length=64)
    locale = models.CharField(max_length=LOCALE_MAX_CHARACTERS)
    engine = models.CharField(max_length=40, blank=True)
    voice = models.CharField(max_length=200, blank=True)
    speed = models.FloatField(default=1.0)
    asked = models.JSONField(default=dict, blank=True, help_text="What a job needs to make it.")
    state = models.CharField(max_length=7, choices=AudioState.choices, default=AudioState.PENDING)
    error_code = models.CharField(max_length=64, blank=True)
    error = models.CharField(max_length=500, blank=True)
    clip = models.ForeignKey(Clip, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    duration_seconds = models.FloatField("duration in seconds", null=True, blank=True)

    class Meta:
        verbose_name = "sound of items"
        verbose_name_plural = "sounds of items"
        indexes = [
            models.Index("updated_at", name="item_audio_pending", condition=Q(state=AudioState.PENDING))
        ]
        constraints = [
            models.UniqueConstraint(fields=["owner", "content_hash"], name="item_audio_is_made_once"),
            models.CheckConstraint(
                condition=Q(state__in=AudioState.values), name="item_audio_state_is_known"
            ),
            models.CheckConstraint(
                condition=~Q(state=AudioState.FAILED) | ~Q(error=""), name="item_audio_says_why"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.locale} {self.voice}"

    @property
    def sound(self) -> Clip | None:
        """Its clip, unless that was deleted by itself or its file is lost."""
        return self.clip if self.clip is not None and self.clip.is_there else None

    @property
    def state_told(self) -> str:
        """One whose sound is gone has to be made again: it is never ready without a file."""
        return AudioState.PENDING if self.state == AudioState.READY and self.sound is None else self.state


class Item(OwnedModel):
    """A text to be written down by ear."""

    locale = models.CharField(max_length=LOCALE_MAX_CHARACTERS, help_text="BCP 47, such as en-GB.")
    text = models.TextField(max_length=TEXT_MAX_CHARACTERS)
    alternatives = models.JSONField(
        default=list, blank=True, help_text="Other texts that are right, too: the best score counts."
    )
    is_strict = models.BooleanField("accents count", default=False)
    difficulty = models.PositiveSmallIntegerField(help_text="From 1, the easiest, to 5.")
    is_difficulty_given = models.BooleanField(
        default=False, help_text="By its author. Otherwise it follows from the text."
    )
    tags = models.ManyToManyField(Tag, blank=True, related_name="items")
    audio = models.ForeignKey(
        ItemAudio, null=True, blank=True, on_delete=models.SET_NULL, related_name="items"
    )
    entry = models.ForeignKey(
        Entry,
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        help_text="Of the history, where it came from there.",
    )
    deleted_at = models.DateTimeField(
        null=True,
        blank=True,
        editable=False,
        help_text="When its owner deleted it; until purged it can come back.",
    )

    class Meta:
        verbose_name = "dictation item"
        indexes = [
            models.Index("owner", F("created_at").desc(), "id", name="item_newest"),
            models.Index("owner", "locale", F("created_at").desc(), name="item_newest_of_locale"),
            models.Index("deleted_at", name="item_deleted", condition=Q(deleted_at__isnull=False)),
        ]
        constraints = [
            models.CheckConstraint(condition=~Q(text=""), name="item_has_a_text"),
            models.CheckConstraint(
                condition=Q(difficulty__gte=EASIEST, difficulty__lte=HARDEST), name="item_difficulty_in_range"
            ),
        ]

    def __str__(self) -> str:
        return self.text[:60]

    @property
    def tts_status(self) -> str:
        return AudioState.PENDING if self.audio is None else self.audio.state_told


class AttemptKind(models.TextChoices):
    TYPED = "typed", "Typed"
    SPOKEN = "spoken", "Read aloud"


class Attempt(OwnedModel):
    """What somebody wrote or said, and its score. It keeps what was expected, for when the item is gone."""

    item = models.ForeignKey(Item, null=True, blank=True, on_delete=models.SET_NULL, related_name="attempts")
    item_ref = models.UUIDField(help_text="The item's id, which stays when the item is gone.")
    kind = models.CharField(max_length=6, choices=AttemptKind.choices, default=AttemptKind.TYPED)
    locale = models.CharField(max_length=LOCALE_MAX_CHARACTERS)
    difficulty = models.PositiveSmallIntegerField()
    text = models.TextField(blank=True, help_text="What was written, or heard from what was said.")
    expected = models.TextField(help_text="The text, or the alternative, that it was scored against.")
    is_strict = models.BooleanField("accents counted", default=False)
    alignment = models.JSONField(default=list, help_text="{op, expected, given} for each token.")
    words_total = models.PositiveIntegerField()
    words_correct = models.PositiveIntegerField()
    substitutions = models.PositiveIntegerField(default=0)
    deletions = models.PositiveIntegerField(default=0)
    insertions = models.PositiveIntegerField(default=0)
    wer = models.FloatField("word error rate", help_text="Unclamped: above 1 where much was added.")
    percentage = models.PositiveSmallIntegerField()
    replays = models.PositiveIntegerField(default=0)
    hints = models.PositiveIntegerField(default=0)
    practice_seconds = models.FloatField(
        default=0.0, help_text="From the first play to the answer, without idle time."
    )
    practised_at = models.DateTimeField(help_text="When it was answered; it may have been sent later.")
    client_key = models.CharField(
        max_length=64, blank=True, help_text="Chosen by the sender: sent twice, it is stored once."
    )

    class Meta:
        indexes = [
            models.Index("owner", F("practised_at").desc(), "id", name="attempt_newest"),
            models.Index("owner", "item_ref", F("practised_at").desc(), name="attempt_newest_of_item"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["owner", "client_key"], name="attempt_is_stored_once", condition=~Q(client_key="")
            ),
            models.CheckConstraint(condition=Q(kind__in=AttemptKind.values), name="attempt_kind_is_known"),
            models.CheckConstraint(
                condition=Q(percentage__gte=0, percentage__lte=100), name="attempt_percentage_in_range"
            ),
            models.CheckConstraint(condition=Q(words_total__gte=1), name="attempt_was_of_something"),
            models.CheckConstraint(
                condition=Q(practice_seconds__gte=0, practice_seconds__lte=LONGEST_PRACTICE_SECONDS),
                name="attempt_took_a_day_at_most",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.percentage} %"


class Miss(models.Model):
    """A word that was not got right: what the notebook and the most missed words are counted from."""

    attempt = models.ForeignKey(Attempt, on_delete=models.CASCADE, related_name="misses")
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    locale = models.CharField(max_length=LOCALE_MAX_CHARACTERS)
    word = models.CharField(max_length=WORD_MAX_CHARACTERS, help_text="As it was expected, normalised.")
    given = models.CharField(max_length=WORD_MAX_CHARACTERS, blank=True, help_text="Empty: it was left out.")

    class Meta:
        verbose_name_plural = "misses"
        indexes = [models.Index(fields=["owner", "locale", "word"], name="miss_of_word")]

    def __str__(self) -> str:
        return self.word


class LearntWord(OwnedModel):
    """Crossed out in the notebook: its misses up to then count no more."""

    locale = models.CharField(max_length=LOCALE_MAX_CHARACTERS)
    word = models.CharField(max_length=WORD_MAX_CHARACTERS)
    learnt_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["owner", "locale", "word"], name="word_is_learnt_once")
        ]

    def __str__(self) -> str:
        return self.word


class Repetition(OwnedModel):
    """When an item is due again for a person, as spaced repetition sees it."""

    item = models.ForeignKey(Item, on_delete=models.CASCADE, related_name="repetitions")
    due_at = models.DateTimeField()
    card = models.JSONField(help_text="What the scheduler remembers.")

    class Meta:
        indexes = [models.Index(fields=["owner", "due_at"], name="repetition_due")]
        constraints = [models.UniqueConstraint(fields=["owner", "item"], name="repetition_of_item_is_one")]

    def __str__(self) -> str:
        return f"due {self.due_at:%Y-%m-%d}"


class PracticePreferences(models.Model):
    owner = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="practice_preferences"
    )
    daily_goal = models.PositiveIntegerField(default=10, help_text="Attempts a day.")

    class Meta:
        verbose_name_plural = "practice preferences"
        constraints = [
            models.CheckConstraint(
                condition=Q(daily_goal__gte=1, daily_goal__lte=GOAL_AT_MOST), name="daily_goal_in_range"
            )
        ]

    def __str__(self) -> str:
        return f"{self.daily_goal} a day"


class DiscardableQuerySet(OwnedQuerySet):
    def there(self) -> Self:
        """Those that nobody deleted: the others wait to be brought back, or purged."""
        return self.filter(deleted_at=None)


class Discardable(OwnedModel):
    """What has a name, and can come back for a while after it was deleted."""

    name = models.CharField(max_length=NAME_MAX_CHARACTERS)
    deleted_at = models.DateTimeField(null=True, blank=True, editable=False)

    objects: ClassVar[Any] = DiscardableQuerySet.as_manager()

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.name


class ItemList(Discardable):
    """Items in an order, to be practised together, exported, and shared with groups."""

    items = models.ManyToManyField(Item, through="ListedItem", related_name="lists")

    class Meta:
        ordering = (Lower("name"), "id")
        verbose_name = "list of items"
        verbose_name_plural = "lists of items"
        constraints = [models.CheckConstraint(condition=~Q(name=""), name="item_list_has_a_name")]


class ListedItem(models.Model):
    item_list = models.ForeignKey(ItemList, on_delete=models.CASCADE, related_name="listed")
    item = models.ForeignKey(Item, on_delete=models.CASCADE, related_name="listed")
    position = models.PositiveIntegerField()

    class Meta:
        ordering = ("position",)
        constraints = [
            models.UniqueConstraint(fields=["item_list", "item"], name="item_is_in_a_list_once"),
        ]

    def __str__(self) -> str:
        return f"{self.position}"


def new_code() -> str:
    return secrets.token_urlsafe(_CODE_BYTES)


class PracticeGroup(Discardable):
    """People whom the owner, their teacher, lets practise some lists. Whoever has the code may join."""

    code = models.CharField(max_length=24, unique=True, default=new_code)
    lists = models.ManyToManyField(ItemList, blank=True, related_name="groups")
    members: Any = models.ManyToManyField(
        settings.AUTH_USER_MODEL, through="Membership", related_name="practice_groups_joined"
    )

    class Meta:
        ordering = (Lower("name"), "id")
        constraints = [models.CheckConstraint(condition=~Q(name=""), name="practice_group_has_a_name")]


class Membership(models.Model):
    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    group = models.ForeignKey(PracticeGroup, on_delete=models.CASCADE, related_name="memberships")
    member = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="practice_memberships"
    )
    shows_scores = models.BooleanField(
        default=False, help_text="The teacher may see the member's scores of the group's lists."
    )
    joined_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["group", "member"], name="member_of_a_group_once")]

    def __str__(self) -> str:
        return f"{self.member} in {self.group}"
