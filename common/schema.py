"""OpenAPI of `/api/`: the error shape on every operation."""

from typing import Any

from drf_spectacular.openapi import AutoSchema
from drf_spectacular.utils import OpenApiParameter
from rest_framework import serializers

# Of operations whose answers have a revision, and of those that change what has one.
TELLS_REVISION = OpenApiParameter(
    "ETag", str, OpenApiParameter.HEADER, response=True, description="The revision that is answered"
)
EXPECTS_REVISION = OpenApiParameter(
    "If-Match",
    str,
    OpenApiParameter.HEADER,
    description="The `ETag` of an earlier answer: 412 where it was changed since",
)


class ErrorBodySerializer(serializers.Serializer):
    code = serializers.CharField(help_text="Stable; for programs")
    message = serializers.CharField(help_text="A sentence; for people")
    param = serializers.CharField(allow_null=True, help_text="The field at fault")


class ErrorSerializer(serializers.Serializer):
    error = ErrorBodySerializer()


class Schema(AutoSchema):
    error_serializer: type[serializers.Serializer] = ErrorSerializer

    def _get_response_bodies(self, *args: Any, **kwargs: Any) -> dict[str, Any]:
        bodies = super()._get_response_bodies(*args, **kwargs)
        if "default" not in bodies:
            bodies["default"] = self._get_response_for_code(
                self.error_serializer, "default", ["application/json"]
            )
        return bodies
