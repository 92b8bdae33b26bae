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
from profiles.wishes import wish_of
from speak.job_serializers import LongTextFormSerializer, LongTextSerializer
from speak.long_texts import RESPONSE_FORMATS, document_of_file, document_of_text, start_long_text
from speech.documents import Document

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
        asked = dict(serializer.validated_data)
        document = _document(asked.pop("file", None), asked)
        beside = {name: asked.pop(name) for name in ("chapters", "save_history")}
        wish = wish_of({**asked, "text": ""}, user=person(request), formats=RESPONSE_FORMATS)
        return accepted(start_long_text(user=person(request), document=document, wish=wish, **beside))


def _document(file: Any, asked: dict[str, Any]) -> Document:
    if file is not None:
        return document_of_file(file)
    return document_of_text(asked["text"], input_type=asked["input_type"])
