"""What can be done with speech in the history."""

from dataclasses import replace
from typing import Any

from django.urls import reverse
from rest_framework import serializers

from common.errors import Conflict
from history.actions import Action
from history.doors import Door
from history.entries import wish_of
from history.models import Entry, Kind, Source
from jobs.models import Job
from profiles.wishes import settled
from speak import making, takes
from speak.conversions.tidying import forget_text_of
from speak.proof_listening import start_proof
from speak.speakers import speaker_title
from speak.subtitles import cues_without_markup
from speech.audio.formats import FORMATS
from speech.effect_words import effect_labels
from speech.engines.checks import LARGEST_SEED
from speech.fields import (
    EffectsField,
    IdField,
    NameField,
    NumberField,
    OneOfField,
    TextField,
    VoiceField,
    WholeNumberField,
)
from speech.recognition.base import Segment
from speech.recognition.transcript import Transcript
from speech.requests import title_of
from speech.text import INPUT_TYPES, readable
from speech.text.passages import FASTEST, SLOWEST
from speech.timing import HeardWord, WordTime
from speech.voice_choices import language_name, voice_title
from speech.wish_serializer import StrictSerializer

SAVE_AS_PROFILE = Action(
    "Save as profile",
    "voices",
    url=lambda entry: reverse("speak:profile-of", args=[entry.pk]),
    applies=lambda entry: entry.kind == Kind.TTS,
)


class SpeechChangesSerializer(StrictSerializer):
    input = TextField(source="text", required=False)
    model = NameField(required=False)
    voice = VoiceField(required=False)
    language = NameField(required=False)
    response_format = OneOfField(list(FORMATS), required=False)
    speed = NumberField(min_value=SLOWEST, max_value=FASTEST, required=False)
    input_type = OneOfField(list(INPUT_TYPES), required=False)
    lexicon_id = IdField(required=False)
    seed = WholeNumberField(min_value=0, max_value=LARGEST_SEED, required=False)
    effects = EffectsField(required=False)
    profile_id = IdField(required=False, help_text="Of a voice profile: all of its settings")


class SpeechCraft:
    changes: type[serializers.Serializer] = SpeechChangesSerializer

    def again(self, *, user: Any, entry: Entry, changes: dict[str, Any], door: Door) -> Entry:
        wish = wish_of(entry)
        if not wish.text and "text" not in changes:
            raise Conflict("The text of this was not kept, so it can't be spoken again.", code="no_text")
        changes = settled(changes, user=user)
        changed = replace(wish, **changes)
        if "text" in changes:
            changed = replace(changed, title=title_of(changed.text, changed.input_type))
        if "model" in changes and "voice" not in changes and "language" not in changes:
            changed = replace(changed, language="")
        return takes.start_take(user=user, wish=changed, door=door, of=entry)

    def stop(self, entry: Entry) -> None:
        making.stop(entry.pk)

    def said(self, entry: Entry) -> Transcript:
        return Transcript(tuple(_segments(entry)), entry.language, entry.duration_seconds or 0.0)

    def forget_text(self, entry: Entry) -> None:
        forget_text_of(entry)

    def listen(self, *, user: Any, entry: Entry) -> Job:
        return start_proof(user=user, entry=entry)

    def facts(self, entry: Entry) -> list[str]:
        named = [entry.own_voice_name or voice_title(entry.engine, entry.voice), speaker_title(entry)]
        language = language_name(entry.language) if entry.language else ""
        speed = f"{entry.speed:g}\N{MULTIPLICATION SIGN}" if entry.speed != 1 else ""
        return [fact for fact in (*named, language, speed, effect_labels(entry.effects)) if fact]

    def page_url(self, entry: Entry) -> str:
        if entry.source == Source.PAGE:
            return f"{reverse('speak:page')}#take-{entry.pk}"
        return f"{reverse('speak:page')}?take={entry.pk}"


def _segments(entry: Entry) -> list[Segment]:
    input_type = entry.settings.get("input_type", "text")
    if not entry.timings:
        text = readable(entry.text, input_type=input_type).text
        return [Segment(0, 0.0, entry.duration_seconds or 0.0, " ".join(text.split()))]
    times = [WordTime(int(start), int(end), begins, ends) for start, end, begins, ends in entry.timings]
    cues = cues_without_markup(entry.text, times, input_type=input_type)
    return [
        Segment(
            number,
            cue.start_seconds,
            cue.end_seconds,
            " ".join(cue.lines),
            words=tuple(
                HeardWord(entry.text[time.start : time.end], time.start_seconds, time.end_seconds)
                for time in times
                if cue.start_seconds <= time.start_seconds < cue.end_seconds
            ),
        )
        for number, cue in enumerate(cues)
    ]
