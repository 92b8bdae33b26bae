"""`/api/dictation/attempts`: answers, scored, for programs, with the scope `manage`."""

from typing import Any
from uuid import UUID

from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiExample, OpenApiParameter, extend_schema
from rest_framework import status
from rest_framework.parsers import MultiPartParser
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from accounts.requests import person
from common.departures import departure_of
from common.errors import InvalidInput
from common.parsers import JSONParser, fields_sent
from common.uploads import uploads_closed
from dictation import paging
from dictation.access import practisable_item_for
from dictation.attempts import answers
from dictation.attempts.access import attempt_for
from dictation.attempts.asking import PracticeAttemptsSerializer
from dictation.attempts.hearing import submit_spoken
from dictation.attempts.queries import attempts_of
from dictation.attempts.serializers import (
    DictationAnswerSerializer,
    DictationAttemptPageSerializer,
    DictationAttemptSerializer,
    DictationOneAttemptSerializer,
    DictationShadowSerializer,
    attempt_address,
)
from dictation.attempts.services import sent_before, submit
from dictation.filters import id_sent
from dictation.models import AttemptKind
from dictation.statistics.asking import asked_in
from history.asking import zone_of

STORED = {
    200: DictationOneAttemptSerializer,
    201: DictationOneAttemptSerializer,
}
LOCATION = OpenApiParameter("Location", OpenApiTypes.URI_REF, OpenApiParameter.HEADER, response=[200, 201])
EXAMPLE = OpenApiExample(
    "What was written",
    value={
        "item_id": "6f1c9c1e-8b0f-4b7e-9a55-0d5c1f0a4d11",
        "text": "the kettle is on",
        "client_key": "phone-17",
        "practice_seconds": 14.2,
        "replays": 2,
    },
    request_only=True,
)


class Attempts(APIView):
    required_scope = "manage"
    parser_classes = (JSONParser,)

    @extend_schema(
        operation_id="dictation_attempts_list",
        parameters=[PracticeAttemptsSerializer],
        responses=DictationAttemptPageSerializer,
    )
    def get(self, request: Request) -> Response:
        """The last practised first. Days and moments without a zone are in yours."""
        asked = asked_in(PracticeAttemptsSerializer, request.query_params)
        found = attempts_of(request.user).filter(asked.condition(request.user)).defer("alignment")
        return Response(
            paging.paged(found, asked.validated_data, DictationAttemptSerializer, user=request.user)
        )

    @extend_schema(
        operation_id="dictation_attempts_create",
        parameters=[LOCATION],
        request=DictationAnswerSerializer,
        responses=STORED,
        examples=[EXAMPLE],
    )
    def post(self, request: Request) -> Response:
        """Scored at once. What was sent before with the same `client_key` is answered as it was stored."""
        user, sent = person(request), fields_sent(request.data, ("item_id", *answers.FIELDS))
        item_id, answer = id_sent(sent.get("item_id"), "item_id"), answers.answer_of(sent, zone_of(user))
        if stored := sent_before(user=user, item_id=item_id, answer=answer, kind=AttemptKind.TYPED):
            return _answer(user, stored.pk, status=status.HTTP_200_OK)
        attempt = submit(user=user, item=practisable_item_for(user, item_id), answer=answer)
        return _answer(user, attempt.pk, status=status.HTTP_201_CREATED)


class OneAttempt(APIView):
    required_scope = "manage"

    @extend_schema(operation_id="dictation_attempts_retrieve", responses=DictationOneAttemptSerializer)
    def get(self, request: Request, pk: UUID) -> Response:
        """With its alignment. It stays when its item is deleted."""
        return Response(DictationOneAttemptSerializer(attempt_for(request.user, pk)).data)


class ShadowItem(APIView):
    required_scope = "manage"
    parser_classes = (MultiPartParser,)

    @extend_schema(
        operation_id="dictation_items_shadow",
        parameters=[LOCATION],
        request={"multipart/form-data": DictationShadowSerializer},
        responses=STORED,
    )
    def post(self, request: Request, pk: UUID) -> Response:
        """The recording is heard in the item's language, scored like a written answer, and not kept."""
        user = person(request)
        with uploads_closed(request.FILES):
            form: Any = request.data
            sent = fields_sent(dict(form.items()), ("file", *answers.FIELDS[1:]))
            answer = answers.spoken_answer_of(sent, zone_of(user))
            if stored := sent_before(user=user, item_id=pk, answer=answer, kind=AttemptKind.SPOKEN):
                return _answer(user, stored.pk, status=status.HTTP_200_OK)
            attempt = submit_spoken(
                user=user,
                item=practisable_item_for(user, pk),
                recording=_file(request),
                answer=answer,
                check=departure_of(request._request).check,
            )
        return _answer(user, attempt.pk, status=status.HTTP_201_CREATED)


def _answer(user: Any, pk: UUID, *, status: int) -> Response:
    attempt = attempt_for(user, pk)
    return Response(
        DictationOneAttemptSerializer(attempt).data,
        status=status,
        headers={"Location": attempt_address(attempt)},
    )


def _file(request: Request) -> Any:
    files = request.FILES.getlist("file")
    if len(files) != 1:
        raise InvalidInput(
            "Send one recording, as the part “file” of a multipart form.", param="file", code="missing_file"
        )
    return files[0]
