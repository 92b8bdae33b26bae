"""A job as programs see it."""

from typing import Any

from django.urls import reverse
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from jobs.models import Job, State


class JobErrorSerializer(serializers.Serializer):
    code = serializers.CharField(help_text="Stable; for programs")
    message = serializers.CharField(help_text="A sentence; for people")


class JobSerializer(serializers.ModelSerializer):
    error = serializers.SerializerMethodField()
    result = serializers.SerializerMethodField()
    file_url = serializers.SerializerMethodField()
    can_cancel = serializers.BooleanField(read_only=True)
    can_retry = serializers.BooleanField(read_only=True)

    class Meta:
        model = Job
        fields = [
            "id",
            "kind",
            "title",
            "state",
            "progress",
            "step",
            "attempts",
            "error",
            "result",
            "file_url",
            "can_cancel",
            "can_retry",
            "created_at",
            "started_at",
            "finished_at",
        ]
        read_only_fields = fields

    @extend_schema_field(JobErrorSerializer(allow_null=True))
    def get_error(self, job: Job) -> dict[str, str] | None:
        return {"code": job.error_code, "message": job.error} if job.state == State.FAILED else None

    @extend_schema_field(serializers.DictField(allow_null=True))
    def get_result(self, job: Job) -> dict[str, Any] | None:
        return job.result if job.state == State.DONE else None

    @extend_schema_field(serializers.CharField(allow_null=True))
    def get_file_url(self, job: Job) -> str | None:
        return reverse("jobs-api:file", args=[job.id]) if job.has_file else None


class JobFilterSerializer(serializers.Serializer):
    """What a list may be narrowed by; a value that can't be meant is an error, not an empty list."""

    state = serializers.ChoiceField(choices=State.choices, required=False)
    kind = serializers.CharField(max_length=64, required=False)
    active = serializers.BooleanField(required=False, allow_null=True, default=None)
