"""OpenAPI of `/api/`: the error shape on every operation."""

from typing import Any

from drf_spectacular.openapi import AutoSchema
from drf_spectacular.utils import inline_serializer
from rest_framework import serializers


def error_serializer() -> serializers.Serializer:
    body = inline_serializer(
        "ErrorBody",
        {
            "code": serializers.CharField(help_text="Stable; for programs"),
            "message": serializers.CharField(help_text="A sentence; for people"),
            "param": serializers.CharField(allow_null=True, help_text="The field at fault"),
        },
    )
    return inline_serializer("Error", {"error": body})


class Schema(AutoSchema):
    def _get_response_bodies(self, *args: Any, **kwargs: Any) -> dict[str, Any]:
        bodies = super()._get_response_bodies(*args, **kwargs)
        if "default" not in bodies:
            bodies["default"] = self._get_response_for_code(
                error_serializer(), "default", ["application/json"]
            )
        return bodies
