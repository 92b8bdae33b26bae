"""Long texts and conversions, for administrators: to look at. They come and go by jobs."""

from django.contrib import admin

from common.admin import OnlyToLookAt
from speak.models import Conversion, LongText, LongTextChapter


@admin.register(LongText)
class LongTextAdmin(OnlyToLookAt):
    list_display = ("title", "owner", "characters", "job_state", "created_at")
    list_select_related = ("owner", "job")
    search_fields = ("title", "owner__username")
    date_hierarchy = "created_at"
    ordering = ("-created_at",)

    @admin.display(description="State", ordering="job__state")
    def job_state(self, long_text: LongText) -> str:
        return long_text.job.get_state_display()


@admin.register(LongTextChapter)
class LongTextChapterAdmin(OnlyToLookAt):
    list_display = ("long_text", "position", "title", "owner", "characters", "is_spoken")
    list_select_related = ("owner", "long_text")
    search_fields = ("title", "long_text__title", "owner__username")
    ordering = ("-created_at", "position")

    @admin.display(description="Spoken", boolean=True)
    def is_spoken(self, chapter: LongTextChapter) -> bool:
        return chapter.clip_id is not None


@admin.register(Conversion)
class ConversionAdmin(OnlyToLookAt):
    list_display = ("__str__", "owner", "state", "custom_filename", "created_at", "completed_at")
    list_filter = ("state",)
    list_select_related = ("owner",)
    search_fields = ("text", "owner__username", "custom_filename")
    date_hierarchy = "created_at"
    ordering = ("-created_at",)
