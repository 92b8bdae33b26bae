"""The answer to whoever asked for work that a job does."""

from django.urls import reverse
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter
from rest_framework import status
from rest_framework.response import Response

from jobs.models import Job
from jobs.serializers import JobSerializer

LOCATION = OpenApiParameter(
    "Location",
    OpenApiTypes.URI_REF,
    OpenApiParameter.HEADER,
    response=[202],
    description="Where to ask how far it is",
)


def accepted(job: Job) -> Response:
    headers = {"Location": reverse("jobs-api:job", args=[job.id])}
    return Response(JobSerializer(job).data, status=status.HTTP_202_ACCEPTED, headers=headers)
