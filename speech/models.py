"""Personal lexicons: what a person has the voices say for words as they are written."""

from django.db import models
from django.db.models import Q

from common.owned import OwnedModel
from speech.own_voices.models import OwnVoice, VoiceConsent
from speech.provider_states import ProviderState
from speech.text.languages import base_language, region_of
from speech.text.lexicon import LONGEST_SAID, LONGEST_WRITTEN

__all__ = ["Lexicon", "LexiconWord", "OwnVoice", "ProviderState", "VoiceConsent"]

NAME_MAX_CHARACTERS = 80
NOTE_MAX_CHARACTERS = 300
LANGUAGE_MAX_CHARACTERS = 60


class Lexicon(OwnedModel):
    name = models.CharField(max_length=NAME_MAX_CHARACTERS)
    # SQLite lowers ASCII alone: case is folded before it is stored.
    name_folded = models.CharField(max_length=3 * NAME_MAX_CHARACTERS, editable=False)
    language = models.CharField(
        max_length=LANGUAGE_MAX_CHARACTERS,
        blank=True,
        help_text="Such as en or pt-BR. Empty: every language.",
    )
    note = models.CharField(max_length=NOTE_MAX_CHARACTERS, blank=True)
    deleted_at = models.DateTimeField(
        null=True,
        blank=True,
        editable=False,
        help_text="When its owner deleted it; until purged it can come back.",
    )

    class Meta:
        verbose_name_plural = "lexicons"
        constraints = [
            models.UniqueConstraint(
                fields=["owner", "name_folded"],
                condition=Q(deleted_at=None),
                name="lexicon_name_unique_per_owner",
            ),
            models.CheckConstraint(condition=~Q(name=""), name="lexicon_has_a_name"),
            models.CheckConstraint(condition=~Q(name_folded=""), name="lexicon_has_a_folded_name"),
        ]

    def __str__(self) -> str:
        return self.name

    def applies_to(self, language: str) -> bool:
        """`en` is for en-US too; en-GB is not. Where one of both names no language, it is for all."""
        if not self.language or not language:
            return True
        regions = {region_of(self.language), region_of(language)} - {None}
        return base_language(self.language) == base_language(language) and len(regions) < 2


class LexiconWord(OwnedModel):
    """One word. It has its lexicon's owner, so that it is exported and deleted with all that is theirs."""

    lexicon = models.ForeignKey(Lexicon, on_delete=models.CASCADE, related_name="words")
    position = models.PositiveIntegerField()
    written = models.CharField(max_length=LONGEST_WRITTEN)
    # What must not be there twice: the word itself, in lower case where case does not matter.
    key = models.CharField(max_length=3 * LONGEST_WRITTEN, editable=False)
    respelling = models.CharField(max_length=LONGEST_SAID, blank=True)
    ipa = models.CharField("IPA", max_length=LONGEST_SAID, blank=True)
    case_sensitive = models.BooleanField(default=False)
    whole_word = models.BooleanField(default=True)

    class Meta:
        ordering = ("position",)
        verbose_name = "word of a lexicon"
        verbose_name_plural = "words of lexicons"
        constraints = [
            models.UniqueConstraint(fields=["lexicon", "position"], name="lexicon_word_has_its_place"),
            models.UniqueConstraint(
                fields=["lexicon", "key", "case_sensitive"], name="lexicon_word_is_there_once"
            ),
            models.CheckConstraint(condition=~Q(written=""), name="lexicon_word_is_written"),
            models.CheckConstraint(condition=~Q(key=""), name="lexicon_word_has_a_key"),
            models.CheckConstraint(
                condition=(Q(respelling="") & ~Q(ipa="")) | (~Q(respelling="") & Q(ipa="")),
                name="lexicon_word_is_said_one_way",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.written} → {self.said}"

    @property
    def said(self) -> str:
        return self.respelling or f"/{self.ipa}/"
