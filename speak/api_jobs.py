"""`POST /api/speech/jobs`: a long text or a file becomes a job."""

from typing import Any

from django.http import QueryDict
from drf_spectacular.utils import OpenApiExample, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from accounts.requests import person
from jobs.accepted import LOCATION, accepted
from jobs.serializers import JobSerializer
from speak.job_serializers import LongTextFormSerializer, LongTextSerializer
from speak.long_texts import document_of_file, document_of_text, start_long_text

BOOK = OpenApiExample(
    "An audiobook of a text",
    value={
        "model": "kokoro",
        "voice": "bf_emma",
        "input": "It was the best of times, it was the worst of times …",
        "response_format": "m4b",
        "title": "A Tale of Two Cities",
    },
    request_only=True,
    media_type="application/json",
)


class SpeechJobs(APIView):
    required_scope = "manage"

    @extend_schema(
        operation_id="speech_jobs_create",
        request={
            "application/json": LongTextSerializer,
            "multipart/form-data": LongTextFormSerializer,
        },
        responses={202: JobSerializer},
        parameters=[LOCATION],
        examples=[BOOK],
    )
    def post(self, request: Request) -> Response:
        """Speak a long text, or a txt, md, docx or epub file: one clip a chapter, kept in the Library.

        Everything that is wrong with it is said at once. The job's result names the clips: `clip_ids`, in
        order, and `audiobook_clip_id`.
        """
        is_form = isinstance(request.data, QueryDict)
        serializer = (LongTextFormSerializer if is_form else LongTextSerializer)(data=request.data)
        serializer.is_valid(raise_exception=True)
        job = start_long_text(user=person(request), **_asked(serializer.validated_data))
        return accepted(job)


def _asked(fields: dict[str, Any]) -> dict[str, Any]:
    file, text = fields.pop("file", None), fields.pop("text", "")
    if file is not None:
        return {"document": document_of_file(file), **fields}
    return {"document": document_of_text(text, input_type=fields["input_type"]), **fields}
