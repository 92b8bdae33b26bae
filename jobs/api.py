"""`/api/jobs`: background work, for programs."""

import uuid
from typing import Any

from django.http import HttpResponseBase
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, OpenApiResponse, extend_schema
from rest_framework import generics, status
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from jobs import services
from jobs.access import job_for, job_with_file_for
from jobs.downloads import file_response
from jobs.models import State
from jobs.queries import jobs_for
from jobs.serializers import JobFilterSerializer, JobSerializer


class Jobs(generics.ListAPIView):
    required_scope = "manage"
    serializer_class = JobSerializer

    @extend_schema(
        operation_id="jobs_list",
        parameters=[
            OpenApiParameter("state", enum=State.values, description="Only jobs in this state"),
            OpenApiParameter("kind", description="Only jobs of this kind, such as `accounts.export`"),
            OpenApiParameter(
                "active", OpenApiTypes.BOOL, description="true: waiting or running; false: finished"
            ),
        ],
    )
    def get(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """Your jobs, newest first."""
        return self.list(request, *args, **kwargs)

    def get_queryset(self) -> Any:
        given = JobFilterSerializer(data=self.request.query_params)
        given.is_valid(raise_exception=True)
        state = given.validated_data.get("state")
        return jobs_for(
            self.request.user,
            states=[state] if state else (),
            kind=given.validated_data.get("kind", ""),
            is_active=given.validated_data.get("active"),
        )


class JobDetail(APIView):
    required_scope = "manage"

    @extend_schema(operation_id="jobs_retrieve", responses=JobSerializer)
    def get(self, request: Request, job_id: uuid.UUID) -> Response:
        return Response(JobSerializer(job_for(request.user, job_id)).data)

    @extend_schema(operation_id="jobs_destroy", responses={204: OpenApiResponse(description="Removed")})
    def delete(self, request: Request, job_id: uuid.UUID) -> Response:
        """Forget a finished job and delete its file."""
        services.remove(job=job_for(request.user, job_id))
        return Response(status=status.HTTP_204_NO_CONTENT)


class Cancel(APIView):
    required_scope = "manage"

    @extend_schema(operation_id="jobs_cancel", request=None, responses=JobSerializer)
    def post(self, request: Request, job_id: uuid.UUID) -> Response:
        """A waiting job is cancelled at once, a running one at its next checkpoint; a finished one stays."""
        return Response(JobSerializer(services.cancel(job=job_for(request.user, job_id))).data)


class Retry(APIView):
    required_scope = "manage"

    @extend_schema(operation_id="jobs_retry", request=None, responses={202: JobSerializer})
    def post(self, request: Request, job_id: uuid.UUID) -> Response:
        """Begin a failed or cancelled job anew."""
        job = services.retry(job=job_for(request.user, job_id))
        return Response(JobSerializer(job).data, status=status.HTTP_202_ACCEPTED)


class JobFile(APIView):
    required_scope = "manage"

    @extend_schema(
        operation_id="jobs_file",
        responses={(200, "application/octet-stream"): OpenApiTypes.BINARY},
    )
    def get(self, request: Request, job_id: uuid.UUID) -> HttpResponseBase:
        """What the job made; kept for a day."""
        return file_response(request._request, job_with_file_for(request.user, job_id))
