"""`POST /api/speech/timed`: audio, the times of its words, and subtitles."""

import base64
from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from common.departures import departure_of
from common.parsers import JSONParser
from history.doors import api_door
from profiles.wishes import wish_of
from speak.subtitles import cues_without_markup
from speak.timed import TimedSpeech, timed_speech
from speech.timing import to_srt, to_vtt
from speech.wish_serializer import WishSerializer


class TimedWordSerializer(serializers.Serializer):
    word = serializers.CharField()
    start = serializers.IntegerField(help_text="Its first character in `text`")
    end = serializers.IntegerField(help_text="The character after its last")
    start_seconds = serializers.FloatField()
    end_seconds = serializers.FloatField()


class TimedSpeechSerializer(serializers.Serializer):
    text = serializers.CharField(help_text="As the places of words count it: spaces tidied, nothing else")
    audio = serializers.CharField(help_text="Base64 of the file")
    format = serializers.CharField()
    mime = serializers.CharField()
    duration_seconds = serializers.FloatField()
    times_from = serializers.ChoiceField(
        ["engine", "recognition", "estimate"],
        help_text="The engine's own times; what was recognised in its sound; or the words' lengths",
    )
    words = TimedWordSerializer(many=True)
    srt = serializers.CharField()
    vtt = serializers.CharField()


class Timed(APIView):
    required_scope = "speech"
    parser_classes = (JSONParser,)

    @extend_schema(
        operation_id="speech_timed",
        request=WishSerializer,
        responses=TimedSpeechSerializer,
        description="Speech as one file, with the times of its words and with subtitles.",
    )
    def post(self, request: Request) -> Response:
        serializer = WishSerializer(data=request.data)
        serializer.is_valid(raise_exception=True)
        asked = dict(serializer.validated_data)
        door = api_door(request) if asked.pop("save_history") else None
        check = departure_of(request._request).check
        wish = wish_of(asked, user=request.user)
        timed = timed_speech(user=request.user, wish=wish, check=check, door=door)
        return Response(_described(timed), headers=timed.speaker)


def _described(timed: TimedSpeech) -> dict[str, Any]:
    cues = cues_without_markup(timed.text, timed.words, input_type=timed.input_type)
    return {
        "text": timed.text,
        "audio": base64.b64encode(timed.audio).decode(),
        "format": timed.format.name,
        "mime": timed.format.mime,
        "duration_seconds": round(timed.duration_seconds, 3),
        "times_from": timed.times_from,
        "words": [
            {
                "word": timed.text[word.start : word.end],
                "start": word.start,
                "end": word.end,
                "start_seconds": round(word.start_seconds, 3),
                "end_seconds": round(word.end_seconds, 3),
            }
            for word in timed.words
        ],
        "srt": to_srt(cues),
        "vtt": to_vtt(cues),
    }
