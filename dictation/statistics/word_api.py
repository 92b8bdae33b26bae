"""`/api/dictation/words`: the word notebook, for programs."""

from django.http import HttpResponseBase
from django.urls import reverse
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiResponse, extend_schema
from rest_framework import status
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from common.negotiation import OwnFormats
from common.parsers import JSONParser
from dictation.paging import page_answer
from dictation.statistics.asking import PracticePageSerializer, PracticeWordSerializer, asked_in
from dictation.statistics.crossing_out import cross_out, learnt_words, take_back
from dictation.statistics.notebook import MissedWord, missed_words
from dictation.statistics.serializers import (
    LearntWordPageSerializer,
    LearntWordSerializer,
    MissedWordPageSerializer,
    MissedWordSerializer,
)
from dictation.statistics.word_sounds import word_response
from history.asking import zone_of


class Words(APIView):
    required_scope = "manage"

    @extend_schema(
        operation_id="dictation_words",
        parameters=[PracticePageSerializer],
        responses=MissedWordPageSerializer,
    )
    def get(self, request: Request) -> Response:
        """What you got wrong, the most frequent first, but for what you crossed out."""
        asked = asked_in(PracticePageSerializer, request.query_params)
        words, total = missed_words(request.user, asked.span(zone_of(request.user)), asked.page_asked)
        shown = MissedWordSerializer([_told(word) for word in words], many=True).data
        return Response(page_answer(shown, asked.page_asked, total=total))


class LearntWords(APIView):
    required_scope = "manage"
    parser_classes = (JSONParser,)

    @extend_schema(
        operation_id="dictation_words_learnt",
        parameters=[PracticePageSerializer],
        responses=LearntWordPageSerializer,
    )
    def get(self, request: Request) -> Response:
        """Those crossed out, the latest first."""
        asked = asked_in(PracticePageSerializer, request.query_params)
        found = learnt_words(request.user).filter(asked.span(zone_of(request.user)).of("learnt_at"))
        shown = LearntWordSerializer(found[asked.page_asked.rows], many=True).data
        return Response(page_answer(shown, asked.page_asked, total=found.count()))

    @extend_schema(
        operation_id="dictation_words_cross_out",
        request=PracticeWordSerializer,
        responses=LearntWordSerializer,
    )
    def put(self, request: Request) -> Response:
        """Cross it out: its misses up to now count no more. Missed again, it is back."""
        serializer = PracticeWordSerializer(data=request.data)
        serializer.is_valid(raise_exception=True)
        named = serializer.validated_data
        cross_out(user=request.user, **named)
        return Response(LearntWordSerializer(learnt_words(request.user).get(**named)).data)

    @extend_schema(
        operation_id="dictation_words_take_back",
        parameters=[PracticeWordSerializer],
        responses={204: OpenApiResponse(description="All its misses count again")},
    )
    def delete(self, request: Request) -> Response:
        take_back(user=request.user, **asked_in(PracticeWordSerializer, request.query_params).validated_data)
        return Response(status=status.HTTP_204_NO_CONTENT)


class WordAudio(APIView):
    required_scope = "manage"
    content_negotiation_class = OwnFormats

    @extend_schema(
        operation_id="dictation_words_audio",
        parameters=[PracticeWordSerializer],
        responses={(200, "audio/mpeg"): OpenApiTypes.BINARY},
    )
    def get(self, request: Request) -> HttpResponseBase:
        """A word of your notebook, said by your voice of its language."""
        named = asked_in(PracticeWordSerializer, request.query_params).validated_data
        return word_response(request._request, user=request.user, **named)


def _told(word: MissedWord) -> dict[str, object]:
    return {**vars(word), "audio_url": f"{reverse('practice-stats-api:word-audio')}?{word.query}"}
