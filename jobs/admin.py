"""The queue as the operator sees it, the site's own jobs included."""

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest

from common.admin import DeletesThroughService
from common.errors import AppError
from jobs import services
from jobs.models import Job, WorkerHeartbeat


@admin.register(Job)
class JobAdmin(DeletesThroughService):
    list_display = ("title", "kind", "owner", "state", "percent", "attempts", "created_at", "duration")
    list_filter = ("state", "kind", "created_at")
    search_fields = ("title", "kind", "id", "owner__username", "request_id", "error")
    list_select_related = ("owner",)
    autocomplete_fields = ("owner",)
    date_hierarchy = "created_at"
    show_full_result_count = False
    actions = ("cancel_chosen", "retry_chosen", "mark_failed")
    fieldsets = (
        (None, {"fields": ("id", "title", "kind", "owner", "params", "key", "request_id")}),
        ("How far", {"fields": ("state", "progress", "step", "error_code", "error", "result", "file_name")}),
        ("Attempts", {"fields": ("attempts", "max_attempts", "worker", "not_before", "delivered_at")}),
        (
            "When",
            {"fields": ("created_at", "started_at", "heartbeat_at", "cancel_requested_at", "finished_at")},
        ),
    )

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> list[str]:
        # A job is moved by its actions: a state typed in by hand would be one without a lease.
        return [str(name) for _, options in self.fieldsets for name in options["fields"]]

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    @admin.display(description="Progress", ordering="progress")
    def percent(self, job: Job) -> str:
        return f"{job.progress:.0%}"

    @admin.display(description="Took")
    def duration(self, job: Job) -> str:
        seconds = job.duration_seconds
        return "" if seconds is None else f"{seconds:,.1f} s"

    @admin.action(description="Cancel the chosen jobs", permissions=["change"])
    def cancel_chosen(self, request: HttpRequest, queryset: QuerySet[Job]) -> None:
        count = sum(self._cancel(job) for job in queryset)
        self.message_user(request, f"{count} cancelled; running ones stop at their next checkpoint.")

    @admin.action(description="Try the chosen jobs again", permissions=["change"])
    def retry_chosen(self, request: HttpRequest, queryset: QuerySet[Job]) -> None:
        count = sum(self._retry(job) for job in queryset)
        self.message_user(request, f"{count} begun again; others are under way or done.")

    @admin.action(description="Mark the chosen running jobs as failed", permissions=["change"])
    def mark_failed(self, request: HttpRequest, queryset: QuerySet[Job]) -> None:
        chosen = Job.objects.filter(id__in=queryset.values_list("id", flat=True))
        count = services.stop_by_admin(jobs=chosen)
        self.message_user(request, f"{count} marked. What their workers still make is not taken.")

    def refusal(self, row: Job) -> str:
        return services.STILL_UNDER_WAY if row.is_active else ""

    def delete_by_service(self, row: Job) -> None:
        services.remove(job=row)

    def _cancel(self, job: Job) -> bool:
        return job.can_cancel and services.cancel(job=job).cancel_requested_at is not None

    def _retry(self, job: Job) -> bool:
        try:
            services.retry(job=job)
        except AppError:
            return False
        return True


@admin.register(WorkerHeartbeat)
class WorkerHeartbeatAdmin(admin.ModelAdmin):
    list_display = ("name", "pid", "busy", "started_at", "seen_at")
    list_filter = ("seen_at",)
    search_fields = ("name",)
    readonly_fields = ("name", "pid", "busy", "started_at", "seen_at")

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False
