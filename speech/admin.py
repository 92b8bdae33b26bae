"""Lexicons, for administrators. Words are their owner's business: here they can be looked at and removed."""

from typing import Any

from django import forms
from django.contrib import admin
from django.db.models import Count, QuerySet
from django.http import HttpRequest

from common.admin import DeletesThroughService
from common.errors import AppError
from speech import admin_providers  # noqa: F401 - registers
from speech.lexicons import services
from speech.lexicons.forms import LexiconForm
from speech.models import Lexicon, LexiconWord
from speech.names import folded


class LexiconAdminForm(forms.ModelForm):
    def clean(self) -> dict[str, Any] | None:
        data = super().clean() or {}
        checked = LexiconForm(data)
        for name, errors in checked.errors.items():
            self.add_error(name, errors)
        same = Lexicon.objects.filter(
            owner_id=self.instance.owner_id, name_folded=folded(data.get("name", "")), deleted_at=None
        )
        if same.exclude(pk=self.instance.pk).exists():
            self.add_error("name", "This person has a lexicon of that name already.")
        return data


@admin.register(Lexicon)
class LexiconAdmin(DeletesThroughService):
    form = LexiconAdminForm
    list_display = ("name", "owner", "language", "word_count", "created_at", "is_deleted")
    list_filter = ("language", ("deleted_at", admin.EmptyFieldListFilter), "created_at")
    list_select_related = ("owner",)
    search_fields = ("name", "note", "owner__username")
    ordering = ("-created_at",)
    fields = ("name", "owner", "language", "note", "word_count", "deleted_at", "created_at", "updated_at")
    readonly_fields = ("owner", "word_count", "deleted_at", "created_at", "updated_at")

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False  # whose it is would have to be chosen: people make their own

    def get_queryset(self, request: HttpRequest) -> QuerySet[Lexicon]:
        return super().get_queryset(request).annotate(count_of_words=Count("words"))

    def save_model(self, request: HttpRequest, obj: Lexicon, form: Any, change: bool) -> None:
        try:
            services.update_lexicon(lexicon=obj, name=obj.name, language=obj.language, note=obj.note)
        except AppError as error:
            self.message_user(request, error.message, "error")

    def refusal(self, row: Lexicon) -> str:
        return ""

    def delete_by_service(self, row: Lexicon) -> None:
        services.delete_lexicon(lexicon=row)

    @admin.display(description="Words", ordering="count_of_words")
    def word_count(self, lexicon: Any) -> int:
        return lexicon.count_of_words

    @admin.display(description="Deleted", boolean=True, ordering="deleted_at")
    def is_deleted(self, lexicon: Lexicon) -> bool:
        return lexicon.deleted_at is not None


@admin.register(LexiconWord)
class LexiconWordAdmin(DeletesThroughService):
    list_display = ("written", "respelling", "ipa", "case_sensitive", "whole_word", "lexicon", "owner")
    list_filter = ("case_sensitive", "whole_word", "created_at")
    list_select_related = ("lexicon", "owner")
    search_fields = ("written", "respelling", "ipa", "lexicon__name", "owner__username")
    ordering = ("-created_at",)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def refusal(self, row: LexiconWord) -> str:
        return "its lexicon is deleted already, and goes with it" if row.lexicon.deleted_at else ""

    def delete_by_service(self, row: LexiconWord) -> None:
        services.remove_word(word=row)
