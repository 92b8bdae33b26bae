"""Statistics as programs see them. Scores are percentages; null where nothing was practised."""

from rest_framework import serializers

from dictation.models import GOAL_AT_MOST, Attempt, AttemptKind
from dictation.paging import PageFieldsSerializer
from speech.fields import WholeNumberField
from speech.wish_serializer import StrictSerializer


class _ScoresSerializer(serializers.Serializer):
    average_score = serializers.FloatField(allow_null=True)
    best_score = serializers.IntegerField(allow_null=True)
    worst_score = serializers.IntegerField(allow_null=True)


class PracticeSummarySerializer(_ScoresSerializer):
    total_attempts = serializers.IntegerField()
    unique_items_practised = serializers.IntegerField()
    practice_seconds = serializers.FloatField(help_text="From first play to answer, without idle time")
    current_streak = serializers.IntegerField(
        help_text="Days in a row up to today; today may be still to come"
    )
    longest_streak = serializers.IntegerField(help_text="Days in a row, of all there ever were")


class PracticeLogItemSerializer(_ScoresSerializer):
    item_id = serializers.UUIDField()
    is_there = serializers.BooleanField(help_text="false: it was deleted; its attempts stay")
    locale = serializers.CharField()
    text = serializers.CharField(help_text="Of an item that is not yours: as it was when you wrote it down")
    difficulty = serializers.IntegerField()
    tags = serializers.ListField(child=serializers.CharField())
    attempt_count = serializers.IntegerField()
    first_attempt_at = serializers.DateTimeField(allow_null=True)
    last_practised_at = serializers.DateTimeField(allow_null=True)
    average_wer = serializers.FloatField(allow_null=True, help_text="Above 1 where much was added")


class PracticeLogPageSerializer(PageFieldsSerializer):
    items = PracticeLogItemSerializer(many=True)


class PracticeCurvePointSerializer(serializers.ModelSerializer):
    kind = serializers.ChoiceField(choices=AttemptKind.choices)

    class Meta:
        model = Attempt
        fields = (
            *("id", "kind", "practised_at", "percentage", "wer", "words_correct", "words_total"),
            *("replays", "hints", "practice_seconds"),
        )
        read_only_fields = fields


class PracticeItemSerializer(PracticeLogItemSerializer):
    attempts = PracticeCurvePointSerializer(many=True, help_text="As they came; of very many, the last 500")


class PracticeDaySerializer(_ScoresSerializer):
    day = serializers.DateField()
    attempts = serializers.IntegerField()
    unique_items = serializers.IntegerField()
    practice_seconds = serializers.FloatField()


class PracticeWindowSerializer(serializers.Serializer):
    since = serializers.DateTimeField()
    until = serializers.DateTimeField()
    time_zone = serializers.CharField(help_text="Whose days these are")
    days = PracticeDaySerializer(many=True, help_text="Each of them, those without practice, too")


class PracticeDifficultySerializer(serializers.Serializer):
    difficulty = serializers.IntegerField()
    attempts = serializers.IntegerField()
    unique_items = serializers.IntegerField()
    average_score = serializers.FloatField()


class PracticeGoalSerializer(serializers.Serializer):
    daily_goal = serializers.IntegerField(source="goal", help_text="Attempts a day")
    day = serializers.DateField(help_text="Today, where the person is")
    done_today = serializers.IntegerField(source="done")
    is_met = serializers.BooleanField()
    current_streak = serializers.IntegerField(source="streak_days")


class PracticeGoalChangeSerializer(StrictSerializer):
    daily_goal = WholeNumberField(min_value=1, max_value=GOAL_AT_MOST)


class MissedInsteadSerializer(serializers.Serializer):
    given = serializers.CharField(help_text="Empty: it was left out")
    count = serializers.IntegerField()


class MissedWordSerializer(serializers.Serializer):
    locale = serializers.CharField()
    word = serializers.CharField()
    misses = serializers.IntegerField()
    last_missed_at = serializers.DateTimeField()
    items = serializers.IntegerField(help_text="In how many, of those that are still there")
    instead = MissedInsteadSerializer(many=True, help_text="The most frequent first, five at most")
    audio_url = serializers.CharField()


class MissedWordPageSerializer(PageFieldsSerializer):
    items = MissedWordSerializer(many=True)


class LearntWordSerializer(serializers.Serializer):
    locale = serializers.CharField()
    word = serializers.CharField()
    learnt_at = serializers.DateTimeField()


class LearntWordPageSerializer(PageFieldsSerializer):
    items = LearntWordSerializer(many=True)
