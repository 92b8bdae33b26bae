"""What programs see and send of an account."""

from rest_framework import serializers

from accounts.models import ApiKey, Appearance, AuditAction, Scope, User, validate_time_zone
from accounts.services.keys import MOST_DAYS
from accounts.services.people import address_is_taken
from clips.queries import storage_used_bytes


class AccountSerializer(serializers.ModelSerializer):
    name = serializers.CharField(source="first_name", max_length=150, allow_blank=True, required=False)
    email = serializers.EmailField(max_length=254, allow_blank=True, required=False)
    time_zone = serializers.CharField(allow_blank=True, required=False, validators=[validate_time_zone])
    appearance = serializers.ChoiceField(choices=Appearance.choices, required=False)
    storage_quota_bytes = serializers.IntegerField(
        read_only=True, allow_null=True, help_text="null: no limit"
    )
    storage_used_bytes = serializers.SerializerMethodField()

    class Meta:
        model = User
        fields = (
            "id",
            "username",
            "name",
            "email",
            "time_zone",
            "appearance",
            "is_staff",
            "storage_quota_bytes",
            "storage_used_bytes",
        )
        read_only_fields = ("id", "username", "is_staff")

    def get_storage_used_bytes(self, user: User) -> int:
        return storage_used_bytes(user)

    def validate_email(self, value: str) -> str:
        if address_is_taken(value, by_other_than=self.instance):
            raise serializers.ValidationError("Another account uses this address.")
        return value


class PasswordSerializer(serializers.Serializer):
    password = serializers.CharField(help_text="The account's password, to be sure")


class KeySerializer(serializers.ModelSerializer):
    prefix = serializers.CharField(read_only=True, help_text="The first characters, to tell keys apart")
    scopes = serializers.ListField(child=serializers.ChoiceField(choices=Scope.choices), min_length=1)
    created_at = serializers.DateTimeField(source="created", read_only=True)
    expires_at = serializers.DateTimeField(source="expiry", read_only=True, allow_null=True)
    expires_in_days = serializers.IntegerField(
        write_only=True, required=False, allow_null=True, min_value=1, max_value=MOST_DAYS
    )

    class Meta:
        model = ApiKey
        fields: tuple[str, ...] = (
            "id",
            "name",
            "prefix",
            "scopes",
            "created_at",
            "expires_at",
            "last_used_at",
            "expires_in_days",
        )
        read_only_fields = ("id", "last_used_at")


class NewKeySerializer(KeySerializer):
    key = serializers.SerializerMethodField(help_text="The key itself: in this answer and never again")

    class Meta(KeySerializer.Meta):
        fields = (*KeySerializer.Meta.fields, "key")

    def get_key(self, key: ApiKey) -> str:
        return str(self.context["plain_key"])


class AuditEventSerializer(serializers.Serializer):
    id = serializers.UUIDField()
    created_at = serializers.DateTimeField()
    action = serializers.ChoiceField(choices=AuditAction.choices)
    detail = serializers.CharField()
    address = serializers.IPAddressField(allow_null=True)
