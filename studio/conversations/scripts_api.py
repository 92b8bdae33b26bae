"""`/api/conversations/{id}/script`: a written script becomes turns, for programs."""

import json
from typing import Any
from uuid import UUID

from drf_spectacular.utils import OpenApiExample, extend_schema
from rest_framework.parsers import MultiPartParser
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from common.errors import InvalidInput
from common.parsers import JSONParser, fields_sent
from common.revisions import expected_revision
from studio.conversations.access import conversation_for
from studio.conversations.answers import CREATED, conversation_answer
from studio.conversations.api import REVISED
from studio.conversations.importing import import_script, preview_script, text_of_file
from studio.conversations.script_serializers import (
    ScriptFileSerializer,
    ScriptImportFileSerializer,
    ScriptImportSerializer,
    ScriptPreviewSerializer,
    ScriptSerializer,
)
from studio.conversations.scripts import AUTO
from studio.conversations.serializers import OneConversationSerializer

READ = ("text", "format", "speakers", "keep_times")
TRUTHS = {"true": True, "1": True, "on": True, "false": False, "0": False, "": False}
EXAMPLE = OpenApiExample(
    "Two who talk",
    value={
        "text": "ANNA: Hello!\nBERT (whispering): Not so loud.",
        "format": "auto",
        "speakers": {"ANNA": "Narrator"},
        "replace": False,
    },
    request_only=True,
)


class PreviewScript(APIView):
    required_scope = "manage"
    parser_classes = (JSONParser, MultiPartParser)

    @extend_schema(
        operation_id="conversations_preview_script",
        request={"application/json": ScriptSerializer, "multipart/form-data": ScriptFileSerializer},
        responses=ScriptPreviewSerializer,
    )
    def post(self, request: Request) -> Response:
        """What would be made of it, who speaks in it, and which voice profile that would be."""
        found = preview_script(owner=request.user, **_asked(request, READ))
        return Response(ScriptPreviewSerializer(found).data)


class ImportScript(APIView):
    required_scope = "manage"
    parser_classes = (JSONParser, MultiPartParser)

    @extend_schema(
        operation_id="conversations_import_script",
        parameters=REVISED,
        request={
            "application/json": ScriptImportSerializer,
            "multipart/form-data": ScriptImportFileSerializer,
        },
        responses={201: OneConversationSerializer},
        examples=[EXAMPLE],
    )
    def post(self, request: Request, pk: UUID) -> Response:
        """Behind the turns there are, or instead of them (`replace`): all of it or nothing. Where turns take
        the place of ones that say the same in the same voice, what is spoken stays.
        """
        import_script(
            conversation=conversation_for(request.user, pk),
            expected_revision=expected_revision(request),
            **_asked(request, (*READ, "replace")),
        )
        return conversation_answer(request.user, pk, status=CREATED)


def _asked(request: Request, names: tuple[str, ...]) -> dict[str, Any]:
    """Arguments of the services, from JSON or from a form with a file."""
    if (request.content_type or "").startswith("multipart/form-data"):
        return _of_form(request, names)
    sent = {name: value for name, value in fields_sent(request.data, names).items() if value is not None}
    return _named({"text": None, **sent})


def _of_form(request: Request, names: tuple[str, ...]) -> dict[str, Any]:
    data: Any = request.data
    sent = fields_sent(dict(data.items()), {*names, "file"})
    file = sent.pop("file", None)
    for name in {"replace", "keep_times"} & sent.keys():
        sent[name] = TRUTHS.get(str(sent[name]).lower(), sent[name])
    if "speakers" in sent:
        sent["speakers"] = _speakers(sent["speakers"])
    if file is None and "text" in sent:
        return _named(sent)
    text, format_name = text_of_file(file)
    if sent.get("format", AUTO) == AUTO:
        sent["format"] = format_name
    return _named({**sent, "text": text})


def _speakers(text: str) -> Any:
    try:
        return json.loads(text) if text.strip() else None
    except (ValueError, RecursionError):
        raise InvalidInput('Send JSON such as {"ANNA": "Narrator"}.', param="speakers") from None


def _named(sent: dict[str, Any]) -> dict[str, Any]:
    return {"format_name" if name == "format" else name: value for name, value in sent.items()}
