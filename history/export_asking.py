"""What a program asks to be exported, checked, as an `Export`."""

from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from rest_framework import serializers

from common.errors import InvalidInput
from history.asking import WantedSerializer
from history.exports import CONVERTED_TO, IDS_MOST, WORDS_FORMS, Export
from history.queries import NEWEST, Wanted
from speech.fields import IdField, OneOfField, TruthField

AS_KEPT = "as_kept"
# What of an entry, besides its row in the table.
WHAT = ("both", "audio", "words")
_NO_FILTERS = {"ids", "what", "words_form", "format"}


class HistoryExportSerializer(WantedSerializer):
    """The filters of the list, or some entries by their ids; without either, all of it."""

    favourite = TruthField(required=False)  # type: ignore[assignment]
    ids = serializers.ListField(
        child=IdField(),
        required=False,
        allow_empty=False,
        max_length=IDS_MOST,
        help_text="These entries, instead of filters",
    )
    what = OneOfField(list(WHAT), default="both")
    words_form = OneOfField(list(WORDS_FORMS), default="srt")
    format = OneOfField(
        [AS_KEPT, *CONVERTED_TO],
        default=AS_KEPT,
        help_text="Of the audio; what is converted is mixed to mono",
    )

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        if "ids" in attrs and set(attrs) - _NO_FILTERS:
            raise InvalidInput("Send ids or filters, not both.", param="ids", code="ids_and_filters")
        return super().validate(attrs)

    def wanted(self, *, zone: ZoneInfo, sort: str = NEWEST) -> Wanted:
        ids: list[UUID] = self.validated_data.get("ids", [])
        return Wanted(ids=tuple(dict.fromkeys(ids))) if ids else super().wanted(zone=zone, sort=sort)

    def export(self, *, zone: ZoneInfo) -> Export:
        data = self.validated_data
        return Export(
            wanted=self.wanted(zone=zone),
            has_audio=data["what"] != "words",
            audio_format="" if data["format"] == AS_KEPT else data["format"],
            words_form="" if data["what"] == "audio" else data["words_form"],
        )
