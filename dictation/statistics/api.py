"""`/api/dictation/stats`: what a person practised, in numbers, by days of their time zone."""

from dataclasses import asdict
from uuid import UUID

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from common.parsers import JSONParser
from dictation.paging import page_answer
from dictation.statistics.asking import (
    PracticePageSerializer,
    PracticeProgressSerializer,
    PracticeSpanSerializer,
    asked_in,
    span_of,
)
from dictation.statistics.days import progress_of
from dictation.statistics.goals import change_goal, today_of
from dictation.statistics.logs import curve_of, practice_log, require_known_item, statistics_of_item
from dictation.statistics.serializers import (
    PracticeDifficultySerializer,
    PracticeGoalChangeSerializer,
    PracticeGoalSerializer,
    PracticeItemSerializer,
    PracticeLogItemSerializer,
    PracticeLogPageSerializer,
    PracticeSummarySerializer,
    PracticeWindowSerializer,
)
from dictation.statistics.summaries import by_difficulty, summary_of
from history.asking import zone_of


class Summary(APIView):
    required_scope = "manage"

    @extend_schema(
        operation_id="dictation_stats_summary",
        parameters=[PracticeSpanSerializer],
        responses=PracticeSummarySerializer,
    )
    def get(self, request: Request) -> Response:
        """Of a span of time, or of all there is. Streaks are always those up to today."""
        span = span_of(request.user, request.query_params)
        return Response(PracticeSummarySerializer(summary_of(request.user, span)).data)


class PracticeLog(APIView):
    required_scope = "manage"

    @extend_schema(
        operation_id="dictation_stats_practice_log",
        parameters=[PracticePageSerializer],
        responses=PracticeLogPageSerializer,
    )
    def get(self, request: Request) -> Response:
        """Item by item, those practised last first."""
        asked = asked_in(PracticePageSerializer, request.query_params)
        rows, total = practice_log(request.user, asked.span(zone_of(request.user)), asked.page_asked)
        shown = PracticeLogItemSerializer(rows, many=True).data
        return Response(page_answer(shown, asked.page_asked, total=total))


class OneItem(APIView):
    required_scope = "manage"

    @extend_schema(
        operation_id="dictation_stats_item",
        parameters=[PracticeSpanSerializer],
        responses=PracticeItemSerializer,
    )
    def get(self, request: Request, pk: UUID) -> Response:
        """Also of one that is deleted, or no longer shared with you: your attempts stay yours."""
        span = span_of(request.user, request.query_params)
        found = statistics_of_item(request.user, span, pk)
        body = {**asdict(found), "attempts": curve_of(request.user, span, pk)}
        return Response(PracticeItemSerializer(body).data)


class Progress(APIView):
    required_scope = "manage"

    @extend_schema(
        operation_id="dictation_stats_progress",
        parameters=[PracticeProgressSerializer],
        responses=PracticeWindowSerializer,
    )
    def get(self, request: Request) -> Response:
        """Day by day: the last 30, unless others are asked for."""
        asked = asked_in(PracticeProgressSerializer, request.query_params)
        window, item_id = asked.window(zone_of(request.user)), asked.validated_data.get("item_id")
        if item_id is not None:
            require_known_item(request.user, item_id)
        body = {
            "since": window.since,
            "until": window.until,
            "time_zone": window.zone.key,
            "days": progress_of(request.user, window, item_id=item_id),
        }
        return Response(PracticeWindowSerializer(body).data)


class ByDifficulty(APIView):
    required_scope = "manage"

    @extend_schema(
        operation_id="dictation_stats_difficulty",
        parameters=[PracticeSpanSerializer],
        responses=PracticeDifficultySerializer(many=True),
    )
    def get(self, request: Request) -> Response:
        """As hard as each item was when it was practised; the easiest first."""
        found = by_difficulty(request.user, span_of(request.user, request.query_params))
        return Response(PracticeDifficultySerializer(found, many=True).data)


class Goal(APIView):
    required_scope = "manage"
    parser_classes = (JSONParser,)

    @extend_schema(operation_id="dictation_goal", responses=PracticeGoalSerializer)
    def get(self, request: Request) -> Response:
        """How many attempts a day, and how far today has come."""
        return Response(PracticeGoalSerializer(today_of(request.user)).data)

    @extend_schema(
        operation_id="dictation_goal_change",
        request=PracticeGoalChangeSerializer,
        responses=PracticeGoalSerializer,
    )
    def patch(self, request: Request) -> Response:
        serializer = PracticeGoalChangeSerializer(data=request.data)
        serializer.is_valid(raise_exception=True)
        change_goal(user=request.user, **serializer.validated_data)
        return self.get(request)
