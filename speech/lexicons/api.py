"""`/api/lexicons`: a person's lexicons, for programs. Reading and changing them both need the scope `manage`;
speaking with one (`lexicon_id`) needs what speaking needs.
"""

from typing import Any
from uuid import UUID

from django.http import HttpResponse, HttpResponseBase
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiExample, OpenApiResponse, extend_schema
from rest_framework import generics, status
from rest_framework.parsers import MultiPartParser
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from speech.lexicons import importing, services
from speech.lexicons.access import lexicon_for, word_for
from speech.lexicons.exporting import csv_response
from speech.lexicons.queries import lexicons_of
from speech.lexicons.serializers import (
    ImportSerializer,
    LexiconDetailSerializer,
    LexiconSerializer,
    LexiconWriteSerializer,
    MergedSerializer,
    MergeSerializer,
    TrialSerializer,
    TryRequestSerializer,
    WordSerializer,
)
from speech.lexicons.trying import try_lexicon
from speech.models import Lexicon

WORDS = OpenApiExample(
    "Two words",
    value={
        "name": "House names",
        "language": "en",
        "words": [
            {"written": "SQL", "respelling": "sequel"},
            {"written": "Nguyen", "ipa": "ŋwiən", "case_sensitive": True},
        ],
    },
    request_only=True,
)


class CsvParser(MultiPartParser):
    """Named in the schema as the only way to send a file."""


def _detail(lexicon: Lexicon, user: Any, **kwargs: Any) -> Response:
    fresh = lexicon_for(user, lexicon.pk)
    return Response(LexiconDetailSerializer(fresh).data, **kwargs)


def _read(serializer: Any) -> Any:
    serializer.is_valid(raise_exception=True)
    return serializer


class Lexicons(generics.ListAPIView):
    required_scope = "manage"
    serializer_class = LexiconSerializer

    def get_queryset(self) -> Any:
        return lexicons_of(self.request.user)

    @extend_schema(operation_id="lexicons_list")
    def get(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """By name, without their words."""
        return self.list(request)

    @extend_schema(
        operation_id="lexicons_create",
        request=LexiconWriteSerializer,
        responses={201: LexiconDetailSerializer},
        examples=[WORDS],
    )
    def post(self, request: Request) -> Response:
        given = _read(LexiconWriteSerializer(data=request.data)).fields_given()
        lexicon = services.create_lexicon(owner=request.user, **given)
        return _detail(lexicon, request.user, status=status.HTTP_201_CREATED)


class OneLexicon(APIView):
    required_scope = "manage"

    @extend_schema(operation_id="lexicons_retrieve", responses=LexiconDetailSerializer)
    def get(self, request: Request, pk: UUID) -> Response:
        return Response(LexiconDetailSerializer(lexicon_for(request.user, pk)).data)

    @extend_schema(
        operation_id="lexicons_replace",
        request=LexiconWriteSerializer,
        responses=LexiconDetailSerializer,
        examples=[WORDS],
    )
    def put(self, request: Request, pk: UUID) -> Response:
        """All of it: what is left out is emptied. Where one word is wrong, everything stays as it was."""
        lexicon = lexicon_for(request.user, pk)
        given = _read(LexiconWriteSerializer(data=request.data)).fields_given()
        services.update_lexicon(lexicon=lexicon, **{"language": "", "note": "", "entries": (), **given})
        return _detail(lexicon, request.user)

    @extend_schema(
        operation_id="lexicons_update", request=LexiconWriteSerializer, responses=LexiconDetailSerializer
    )
    def patch(self, request: Request, pk: UUID) -> Response:
        """What is left out stays. `words` take the place of all words there were."""
        lexicon = lexicon_for(request.user, pk)
        given = _read(LexiconWriteSerializer(data=request.data, partial=True)).fields_given()
        services.update_lexicon(lexicon=lexicon, **given)
        return _detail(lexicon, request.user)

    @extend_schema(
        operation_id="lexicons_delete", responses={204: OpenApiResponse(description="Gone for good")}
    )
    def delete(self, request: Request, pk: UUID) -> Response:
        """For good, with its words."""
        services.delete_lexicon(lexicon=lexicon_for(request.user, pk))
        return Response(status=status.HTTP_204_NO_CONTENT)


class Words(APIView):
    required_scope = "manage"

    @extend_schema(operation_id="lexicons_add_word", request=WordSerializer, responses={201: WordSerializer})
    def post(self, request: Request, pk: UUID) -> Response:
        lexicon = lexicon_for(request.user, pk)
        entry = _read(WordSerializer(data=request.data)).entry()
        word = services.add_word(lexicon=lexicon, entry=entry)
        return Response(WordSerializer(word).data, status=status.HTTP_201_CREATED)


class OneWord(APIView):
    required_scope = "manage"

    @extend_schema(operation_id="lexicons_change_word", request=WordSerializer, responses=WordSerializer)
    def patch(self, request: Request, pk: UUID, word_id: UUID) -> Response:
        """What is left out stays; a respelling given takes the place of IPA, and IPA of a respelling."""
        word = word_for(request.user, pk, word_id)
        entry = _read(WordSerializer(data=request.data, partial=True)).changed(word)
        return Response(WordSerializer(services.change_word(word=word, entry=entry)).data)

    @extend_schema(operation_id="lexicons_remove_word", responses={204: OpenApiResponse(description="Gone")})
    def delete(self, request: Request, pk: UUID, word_id: UUID) -> Response:
        services.remove_word(word=word_for(request.user, pk, word_id))
        return Response(status=status.HTTP_204_NO_CONTENT)


class Try(APIView):
    required_scope = "manage"

    @extend_schema(operation_id="lexicons_try", request=TryRequestSerializer, responses=TrialSerializer)
    def post(self, request: Request, pk: UUID) -> Response:
        """What would be said of a sentence, and where it differs from what is written."""
        lexicon = lexicon_for(request.user, pk)
        given = _read(TryRequestSerializer(data=request.data)).validated_data
        return Response(TrialSerializer(try_lexicon(lexicon=lexicon, **given)).data)


class Export(APIView):
    required_scope = "manage"

    @extend_schema(operation_id="lexicons_export", responses={(200, "text/csv"): OpenApiTypes.STR})
    def get(self, request: Request, pk: UUID) -> HttpResponseBase:
        """As CSV that `import` takes again."""
        return csv_response(lexicon_for(request.user, pk))


class Import(APIView):
    required_scope = "manage"
    parser_classes = (CsvParser,)

    @extend_schema(
        operation_id="lexicons_import",
        request={"multipart/form-data": ImportSerializer},
        responses={201: LexiconDetailSerializer},
    )
    def post(self, request: Request) -> HttpResponse:
        """A new lexicon from a CSV file. Where one row is wrong, none is taken, and its line is told."""
        given = _read(ImportSerializer(data=request.data)).validated_data
        lexicon = importing.import_new(owner=request.user, **given)
        return _detail(lexicon, request.user, status=status.HTTP_201_CREATED)


class Merge(APIView):
    required_scope = "manage"
    parser_classes = (CsvParser,)

    @extend_schema(
        operation_id="lexicons_merge",
        request={"multipart/form-data": MergeSerializer},
        responses=MergedSerializer,
    )
    def post(self, request: Request, pk: UUID) -> Response:
        """A CSV file into a lexicon: new words are added, those it has are changed, the others stay."""
        lexicon = lexicon_for(request.user, pk)
        given = _read(MergeSerializer(data=request.data)).validated_data
        added, changed = importing.import_into(lexicon=lexicon, file=given["file"])
        return Response(MergedSerializer({"added": added, "changed": changed}).data)
