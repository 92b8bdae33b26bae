"""Transcripts, for administrators: to look at. They go with their entries of history."""

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest

from clips.templatetags.durations import duration
from common.admin import OnlyToLookAt
from transcribe.models import Transcript, TranscriptSegment


@admin.register(Transcript)
class TranscriptAdmin(OnlyToLookAt):
    list_display = ("title", "owner", "state", "language", "length", "is_edited", "created_at")
    list_filter = ("entry__state", "entry__language", "created_at")
    list_select_related = ("owner", "entry")
    search_fields = ("entry__title", "owner__username")
    date_hierarchy = "created_at"
    ordering = ("-created_at",)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Transcript]:
        return super().get_queryset(request).defer("entry__timings")

    @admin.display(description="Title", ordering="entry__title")
    def title(self, transcript: Transcript) -> str:
        return transcript.entry.title

    @admin.display(description="State", ordering="entry__state")
    def state(self, transcript: Transcript) -> str:
        return transcript.entry.get_state_display()

    @admin.display(description="Language", ordering="entry__language")
    def language(self, transcript: Transcript) -> str:
        return transcript.entry.language

    @admin.display(description="Length", ordering="entry__duration_seconds")
    def length(self, transcript: Transcript) -> str:
        seconds = transcript.entry.duration_seconds
        return duration(seconds) if seconds else ""


@admin.register(TranscriptSegment)
class TranscriptSegmentAdmin(OnlyToLookAt):
    list_display = ("transcript", "position", "start_seconds", "speaker", "text", "owner")
    list_select_related = ("owner", "transcript__entry")
    search_fields = ("text", "transcript__entry__title", "owner__username")
    ordering = ("-created_at", "position")
    readonly_fields = ("transcript",)
