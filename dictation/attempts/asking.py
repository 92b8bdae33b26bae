"""Which attempts an address asks for."""

from typing import Any

from django.db.models import Q

from dictation.models import AttemptKind
from dictation.statistics.asking import PracticePageSerializer
from history.asking import zone_of
from speech.fields import IdField, OneOfField


class PracticeAttemptsSerializer(PracticePageSerializer):
    item_id = IdField(required=False, help_text="Of this item alone, deleted or not")
    kind = OneOfField(AttemptKind.values, required=False)

    def condition(self, user: Any) -> Q:
        given = self.validated_data
        condition = self.span(zone_of(user)).of("practised_at")
        if "item_id" in given:
            condition &= Q(item_ref=given["item_id"])
        if "kind" in given:
            condition &= Q(kind=given["kind"])
        return condition
