"""People, their keys and the audit log, for administrators."""

from typing import Any

from django.contrib import admin
from django.contrib.auth.admin import UserAdmin
from django.db.models import Count, QuerySet
from django.http import HttpRequest

from accounts.models import ApiKey, AuditEvent, User
from accounts.requests import person
from accounts.services.deletion import remove_person, would_leave_no_administrator
from accounts.services.keys import revoke_key


@admin.register(User)
class PersonAdmin(UserAdmin):
    list_display = ("username", "first_name", "email", "is_active", "is_staff", "key_count", "last_login")
    list_filter = ("is_active", "is_staff", "is_superuser", "date_joined")
    search_fields = ("username", "first_name", "email")
    date_hierarchy = "date_joined"
    actions = ("deactivate", "activate")
    fieldsets = (
        *(UserAdmin.fieldsets or ()),
        ("On this site", {"fields": ("time_zone", "appearance", "storage_quota_mib")}),
    )
    add_fieldsets = (
        (
            None,
            {
                "classes": ("wide",),
                "fields": ("username", "email", "usable_password", "password1", "password2"),
            },
        ),
    )

    def get_queryset(self, request: HttpRequest) -> QuerySet[User]:
        return super().get_queryset(request).annotate(key_count=Count("api_keys"))

    @admin.display(description="API keys", ordering="key_count")
    def key_count(self, user: Any) -> int:
        return int(user.key_count)

    @admin.action(description="Switch the chosen people off (they can't sign in)")
    def deactivate(self, request: HttpRequest, queryset: QuerySet[User]) -> None:
        count = queryset.exclude(pk=person(request).pk).update(is_active=False)
        self.message_user(request, f"{count} switched off.")

    @admin.action(description="Switch the chosen people on")
    def activate(self, request: HttpRequest, queryset: QuerySet[User]) -> None:
        self.message_user(request, f"{queryset.update(is_active=True)} switched on.")

    def get_deleted_objects(self, objs: Any, request: HttpRequest) -> tuple[Any, Any, Any, list[Any]]:
        """The confirmation page says that the last administrator stays, and offers no button."""
        to_delete, counts, lacking, protected = super().get_deleted_objects(objs, request)
        if would_leave_no_administrator(list(objs)):
            protected = [*protected, "the only administrator"]
        return to_delete, counts, lacking, protected

    def delete_model(self, request: HttpRequest, obj: User) -> None:
        """By the same service as “Delete my account”: audited, with everything that is theirs."""
        remove_person(user=obj, by=person(request), request=request)

    def delete_queryset(self, request: HttpRequest, queryset: QuerySet[User]) -> None:
        for user in queryset:
            remove_person(user=user, by=person(request), request=request)


@admin.register(ApiKey)
class ApiKeyAdmin(admin.ModelAdmin):
    list_display = ("name", "user", "prefix", "scope_list", "created", "expiry", "last_used_at")
    list_filter = ("created", "expiry", "last_used_at")
    search_fields = ("name", "token_key", "user__username")
    list_select_related = ("user",)
    # Whose key it is and what it may do is settled when it is made: change it by making another.
    readonly_fields = ("user", "prefix", "scopes", "expiry", "created", "last_used_at")
    fields = ("name", "user", "prefix", "scopes", "expiry", "created", "last_used_at")
    date_hierarchy = "created"
    actions = ("revoke",)

    @admin.display(description="May")
    def scope_list(self, key: ApiKey) -> str:
        return ", ".join(key.scopes)

    @admin.display(description="Starts with")
    def prefix(self, key: ApiKey) -> str:
        return f"{key.token_key}…"

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False  # the key itself is shown once, to its owner, in Settings

    @admin.action(description="Revoke the chosen keys")
    def revoke(self, request: HttpRequest, queryset: QuerySet[ApiKey]) -> None:
        for key in queryset.select_related("user"):
            revoke_key(key=key, request=request)
        self.message_user(request, "Revoked.")

    def delete_model(self, request: HttpRequest, obj: ApiKey) -> None:
        revoke_key(key=obj, request=request)

    def delete_queryset(self, request: HttpRequest, queryset: QuerySet[ApiKey]) -> None:
        self.revoke(request, queryset)


@admin.register(AuditEvent)
class AuditEventAdmin(admin.ModelAdmin):
    """To be read: nobody edits what has happened."""

    list_display = ("created_at", "username", "action", "detail", "address")
    list_filter = ("action", "created_at")
    search_fields = ("username", "detail", "address", "request_id")
    date_hierarchy = "created_at"
    list_select_related = ("user",)
    show_full_result_count = False

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False
