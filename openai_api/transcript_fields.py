"""What may be sent to `/v1/audio/transcriptions` and `/v1/audio/translations`."""

from typing import Any, Self

from django.conf import settings
from django.http import QueryDict
from django.template.defaultfilters import filesizeformat
from rest_framework import serializers

from common.errors import InvalidInput, TooLarge
from openai_api.chunking import ChunkingField
from openai_api.forms import FormNumberField, FormTruthField, ManyField, fields_of
from openai_api.known_speakers import MOST_SPEAKERS, known_speakers
from openai_api.language_field import LanguageField
from speech.fields import NameField, OneOfField, TextField
from speech.recognition.base import Task
from speech.transcription.requests import TranscriptWish
from speech.wish_serializer import StrictSerializer

TRANSCRIPTION_FORMATS = ("json", "text", "srt", "verbose_json", "vtt", "diarized_json")
TRANSLATION_FORMATS = ("json", "text", "srt", "verbose_json", "vtt")
STREAMED_FORMATS = ("json", "text", "diarized_json")
PROMPT_CHARACTERS, KEYWORD_CHARACTERS = 10_000, 100
MOST_KEYWORDS, MOST_LANGUAGES = 200, 20
NO_FILE = "Send the recording as the part “file” of a multipart form."


class TranslationSerializer(StrictSerializer):
    """Of a form: `fields_of` has made its names those of here."""

    lists: tuple[str, ...] = ()
    objects: tuple[str, ...] = ()

    file = serializers.FileField(
        allow_empty_file=True,  # that it is empty is told by what reads it
        error_messages={"required": NO_FILE, "invalid": NO_FILE, "no_name": NO_FILE},
        help_text="Audio, or a film with sound. What it is is found by decoding it, not by its name.",
    )
    model = NameField(help_text="A recogniser, or a name that stands for one such as `whisper-1`")
    prompt = TextField(
        most_characters=PROMPT_CHARACTERS,
        required=False,
        help_text="What was said before, or names and words as they are spelt",
    )
    response_format = OneOfField(TRANSLATION_FORMATS, default="json")
    temperature = FormNumberField(min_value=0, max_value=1, default=0.0)
    save_history = FormTruthField(default=True, help_text="false: nothing of it is kept")

    @classmethod
    def of_form(cls, form: Any) -> Self:
        sent = form if isinstance(form, QueryDict) else QueryDict()  # else there was no body
        serializer = cls(data=fields_of(sent, lists=cls.lists, objects=cls.objects))
        serializer.is_valid(raise_exception=True)
        return serializer

    def validate_file(self, file: Any) -> Any:
        most = settings.CONFIG.transcription_max_bytes
        if file.size > most:
            raise TooLarge(
                f"This file is {filesizeformat(file.size)}; the limit here is {filesizeformat(most)}.",
                param="file",
            )
        return file

    @property
    def wish(self) -> TranscriptWish:
        return TranscriptWish(task=Task.TRANSLATE, **self.common)

    @property
    def common(self) -> dict[str, Any]:
        asked = self.validated_data
        return {
            "model": asked["model"],
            "prompt": asked.get("prompt", ""),
            "temperature": asked["temperature"],
        }


class TranscriptionSerializer(TranslationSerializer):
    lists = (
        "languages",
        "keywords",
        "timestamp_granularities",
        "include",
        "known_speaker_names",
        "known_speaker_references",
    )
    objects = ("chunking_strategy",)

    language = LanguageField(
        required=False,
        help_text="ISO 639-1; found out from the sound if left out",
    )
    languages = ManyField(
        child=LanguageField(),
        most=MOST_LANGUAGES,
        help_text="Those that may be spoken",
    )
    keywords = ManyField(
        child=TextField(most_characters=KEYWORD_CHARACTERS),
        most=MOST_KEYWORDS,
        help_text="Words that are likely to be said",
    )
    response_format = OneOfField(TRANSCRIPTION_FORMATS, default="json")
    timestamp_granularities = ManyField(
        child=OneOfField(["word", "segment"]), most=2, help_text="With `verbose_json` alone"
    )
    include = ManyField(child=OneOfField(["logprobs"]), most=1, help_text="With `json` alone")
    stream = FormTruthField(
        default=False, help_text=f"Events as text is found; with {', '.join(STREAMED_FORMATS)}"
    )
    chunking_strategy = ChunkingField(
        required=False, help_text="How sound is cut: `auto`, or `server_vad` with values of one's own"
    )
    known_speaker_names = ManyField(
        child=NameField(), most=MOST_SPEAKERS, help_text="For `diarized_json`: people who are known"
    )
    known_speaker_references = ManyField(
        child=TextField(), most=MOST_SPEAKERS, help_text="A data URL for each: 2 to 10 s of their voice"
    )

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        form = attrs["response_format"]
        if "timestamp_granularities" in attrs and form != "verbose_json":
            raise _not_with("timestamp_granularities", form, "verbose_json")
        if "include" in attrs and form != "json":
            raise _not_with("include", form, "json")
        if attrs["stream"] and form not in STREAMED_FORMATS:
            raise _not_with("stream", form, ", ".join(STREAMED_FORMATS))
        if "language" in attrs and "languages" in attrs:
            raise InvalidInput("Send either language or languages.", param="languages", code="two_parameters")
        attrs["known_speakers"] = known_speakers(
            attrs.pop("known_speaker_names", ()), attrs.pop("known_speaker_references", ())
        )
        return attrs

    @property
    def granularities(self) -> list[str]:
        return self.validated_data.get("timestamp_granularities", ["segment"])

    @property
    def has_logprobs(self) -> bool:
        return "include" in self.validated_data

    @property
    def wish(self) -> TranscriptWish:
        asked = self.validated_data
        chosen = {"activity": asked["chunking_strategy"]} if "chunking_strategy" in asked else {}
        return TranscriptWish(
            language=self._language,
            keywords=tuple(asked.get("keywords", ())),
            has_word_times="word" in self.granularities,
            has_logprobs=self.has_logprobs,
            has_speakers=asked["response_format"] == "diarized_json",
            known_speakers=asked["known_speakers"],
            **chosen,
            **self.common,
        )

    @property
    def _language(self) -> str:
        """Of several that may be spoken, which one it is is found out."""
        languages = self.validated_data.get("languages", ())
        return languages[0] if len(languages) == 1 else self.validated_data.get("language", "")


def _not_with(name: str, form: str, right: str) -> InvalidInput:
    return InvalidInput(
        f"{name} can't be used with response_format {form}. Use {right}.",
        param=name,
        code="unsupported_combination",
    )
