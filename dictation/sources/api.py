"""Items out of a text or an entry of the history, for programs, with the scope `manage`."""

from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from accounts.requests import person
from common.errors import InvalidInput
from common.parsers import JSONParser
from dictation.items.answers import made_answer
from dictation.items.serializers import DictationBulkAnswerSerializer
from dictation.sources.entries import locale_of_entry, pieces_of_entry
from dictation.sources.serializers import DictationFromEntrySerializer, DictationFromTextSerializer
from dictation.sources.services import make_items
from dictation.sources.splitting import pieces_of
from history.access import entry_for


class ItemsFromText(APIView):
    required_scope = "manage"
    parser_classes = (JSONParser,)

    @extend_schema(
        operation_id="dictation_items_from_text",
        request=DictationFromTextSerializer,
        responses={202: DictationBulkAnswerSerializer},
    )
    def post(self, request: Request) -> Response:
        """Each sentence, or each line, becomes an item; its audio is made in the background."""
        serializer = DictationFromTextSerializer(data=request.data)
        serializer.is_valid(raise_exception=True)
        asked = serializer.validated_data
        texts = pieces_of(asked["text"], locale=asked["locale"], by=asked["by"])
        return _made(request, texts, **serializer.common)


class ItemsFromEntry(APIView):
    required_scope = "manage"
    parser_classes = (JSONParser,)

    @extend_schema(
        operation_id="dictation_items_from_entry",
        request=DictationFromEntrySerializer,
        responses={202: DictationBulkAnswerSerializer},
    )
    def post(self, request: Request) -> Response:
        """Each sentence of what was spoken or heard becomes an item, in the voice of its language."""
        serializer = DictationFromEntrySerializer(data=request.data)
        serializer.is_valid(raise_exception=True)
        asked = serializer.validated_data
        entry = entry_for(request.user, asked["entry_id"])
        common = {"locale": locale_of_entry(entry), **serializer.common}
        texts = pieces_of_entry(entry, by=asked["by"], locale=common["locale"])
        return _made(request, _chosen(texts, asked.get("indexes")), entry=entry, **common)


def _chosen(texts: list[str], indexes: list[int] | None) -> list[str]:
    if indexes is None:
        return texts
    if max(indexes) >= len(texts):
        raise InvalidInput(f"There are {len(texts):,} pieces: send indexes below that.", param="indexes")
    return [texts[index] for index in sorted(set(indexes))]


def _made(request: Request, texts: list[str], **common: Any) -> Response:
    return made_answer(request.user, make_items(user=person(request), texts=texts, **common))
