"""What lists, groups and their files are as JSON."""

from typing import Any

from rest_framework import serializers

from dictation.models import NAME_MAX_CHARACTERS
from dictation.paging import PageFieldsSerializer
from dictation.sharing.limits import LIST_ITEMS_AT_MOST
from speech.fields import IdField, NameField, TextField, TruthField, WholeNumberField
from speech.wish_serializer import StrictSerializer


class DictationListSerializer(serializers.Serializer):
    id = serializers.UUIDField()
    name = serializers.CharField()
    item_count = serializers.IntegerField()
    is_own = serializers.SerializerMethodField(help_text="Otherwise it is shared with you, to be read alone")
    owner = serializers.CharField(source="owner.username", help_text="Of your own, you")
    created_at = serializers.DateTimeField()
    updated_at = serializers.DateTimeField()

    def get_is_own(self, item_list: Any) -> bool:
        return bool(item_list.owner_id == self.context["user"].pk)


class DictationListPageSerializer(PageFieldsSerializer):
    items = DictationListSerializer(many=True)


class DictationItemIdsSerializer(StrictSerializer):
    item_ids = serializers.ListField(child=IdField(), max_length=LIST_ITEMS_AT_MOST)


class DictationListCreateSerializer(StrictSerializer):
    name = NameField(most_characters=NAME_MAX_CHARACTERS)
    item_ids = serializers.ListField(child=IdField(), max_length=LIST_ITEMS_AT_MOST, required=False)


class DictationNameSerializer(StrictSerializer):
    name = NameField(most_characters=NAME_MAX_CHARACTERS)


class DictationMoveSerializer(StrictSerializer):
    position = WholeNumberField(
        min_value=1, max_value=LIST_ITEMS_AT_MOST, help_text="From 1; beyond the end is the end"
    )


class DictationAddedSerializer(serializers.Serializer):
    added = serializers.IntegerField(help_text="How many were not in it before")


class DictationGroupSerializer(serializers.Serializer):
    id = serializers.UUIDField()
    name = serializers.CharField()
    teacher = serializers.CharField(source="owner.username")
    is_own = serializers.SerializerMethodField(help_text="You are its teacher")
    code = serializers.SerializerMethodField(help_text="To join with; null to members")
    member_count = serializers.IntegerField()
    list_count = serializers.IntegerField()
    created_at = serializers.DateTimeField()

    def get_is_own(self, group: Any) -> bool:
        return bool(group.owner_id == self.context["user"].pk)

    def get_code(self, group: Any) -> str | None:
        return group.code if self.get_is_own(group) else None


class DictationGroupPageSerializer(PageFieldsSerializer):
    items = DictationGroupSerializer(many=True)


class DictationJoinSerializer(StrictSerializer):
    code = TextField(most_characters=500, help_text="Or the link that ends with it")
    shows_scores = TruthField(
        required=False, help_text="Whether the teacher sees your scores of the group's lists"
    )


class DictationAgreementSerializer(StrictSerializer):
    shows_scores = TruthField()


class DictationMembershipSerializer(serializers.Serializer):
    id = serializers.UUIDField()
    group_id = serializers.UUIDField()
    member = serializers.CharField(source="member.username")
    shows_scores = serializers.BooleanField()
    joined_at = serializers.DateTimeField()


class DictationMembershipPageSerializer(PageFieldsSerializer):
    items = DictationMembershipSerializer(many=True)


class DictationScoreSerializer(serializers.Serializer):
    list_id = serializers.UUIDField(source="item_list.pk")
    attempts = serializers.IntegerField()
    items_practised = serializers.IntegerField()
    average = serializers.FloatField(allow_null=True, help_text="In percent")
    best = serializers.IntegerField(allow_null=True)
    last_practised_at = serializers.DateTimeField(allow_null=True)


class DictationMemberScoresSerializer(serializers.Serializer):
    membership_id = serializers.UUIDField(source="membership.pk")
    member = serializers.CharField(source="membership.member.username")
    scores = DictationScoreSerializer(many=True)


class DictationBoardSerializer(serializers.Serializer):
    lists = serializers.SerializerMethodField()
    members = DictationMemberScoresSerializer(many=True, source="rows", help_text="Those who agreed")

    def get_lists(self, board: Any) -> list[dict[str, str]]:
        return [{"id": str(each.pk), "name": each.name} for each in board.lists]


class DictationFileSerializer(serializers.Serializer):
    file = serializers.FileField(help_text="CSV or JSON, as an export gives it or a spreadsheet saves it")
    locale = serializers.CharField(required=False, help_text="Of the items that name none")
    as_list = serializers.BooleanField(required=False, help_text="Make a list of them, too")


class DictationDocumentSerializer(serializers.Serializer):
    """What an export as JSON gave."""

    format = serializers.CharField(required=False, help_text="`voicesite-dictation-items`")
    version = serializers.IntegerField(required=False)
    name = serializers.CharField(required=False, help_text="Of a list, which is made of the items then")
    items = serializers.ListField(child=serializers.DictField())


class DictationImportedSerializer(serializers.Serializer):
    created_items = serializers.SerializerMethodField(help_text="Their ids")
    total_created = serializers.SerializerMethodField()
    total_known = serializers.IntegerField(
        source="known_count",
        help_text="Which you had already, the same text in the same language: they are not made again",
    )
    list_id = serializers.UUIDField(source="item_list.pk", default=None, allow_null=True)

    def get_created_items(self, imported: Any) -> list[str]:
        return [str(item.pk) for item in imported.items]

    def get_total_created(self, imported: Any) -> int:
        return len(imported.items)
