"""What a search found, as a profile keeps it and as programs, pages and archives read it."""

from typing import Any

from django.utils import timezone
from rest_framework import serializers

from common.errors import AppError
from profiles.models import Profile
from speech.fields import BLEND_CHARACTERS, NameField, NumberField, TextField, WholeNumberField
from speech.matching import LIKENESS, Match
from speech.wish_serializer import StrictSerializer


class StockVoiceSerializer(StrictSerializer):
    voice = NameField()
    similarity = NumberField(min_value=-1, max_value=1)


class MatchOutcomeSerializer(StrictSerializer):
    """`Profile.match`, but for the sentence that is always the same."""

    blend = NameField(
        most_characters=BLEND_CHARACTERS, help_text="A recipe, or a stock voice where no blend is nearer"
    )
    nearest = NameField(help_text="The stock voice most like the samples")
    similarity_before = NumberField(min_value=-1, max_value=1, help_text="Of that voice")
    similarity_after = NumberField(min_value=-1, max_value=1, help_text="Of the blend")
    ranking: Any = serializers.ListSerializer(child=StockVoiceSerializer(), max_length=20)
    evaluations = WholeNumberField(min_value=0, max_value=10**9, default=0)
    seconds = NumberField(min_value=0, max_value=10**7)
    made_at = serializers.DateTimeField()
    warnings = serializers.ListField(child=TextField(most_characters=1_000), max_length=20, default=list)


def outcome_of(match: Match) -> dict[str, Any]:
    return {
        "blend": match.blend,
        "nearest": match.nearest.voice,
        "similarity_before": _rounded(match.nearest.similarity),
        "similarity_after": _rounded(match.similarity),
        "ranking": [
            {"voice": stock.voice, "similarity": _rounded(stock.similarity)} for stock in match.ranking
        ],
        "evaluations": match.evaluations,
        "seconds": round(float(match.seconds), 1),
        "made_at": timezone.now().isoformat(),
        "warnings": list(match.warnings),
        "is_likeness": LIKENESS,
    }


def known_outcome(profile: Profile) -> dict[str, Any]:
    """Empty where there is none, or something else was put in its place."""
    return read_outcome({key: value for key, value in profile.match.items() if key != "is_likeness"})


def read_outcome(given: Any) -> dict[str, Any]:
    """A stranger's, told in our own words; empty where it is none."""
    serializer = MatchOutcomeSerializer(data=given)
    try:
        serializer.is_valid(raise_exception=True)
    except (serializers.ValidationError, AppError):
        return {}
    read = dict(serializer.validated_data)
    return {**read, "made_at": read["made_at"].isoformat(), "is_likeness": LIKENESS}


def _rounded(similarity: float) -> float:
    return round(min(max(float(similarity), -1.0), 1.0), 4)
