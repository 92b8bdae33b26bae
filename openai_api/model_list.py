"""`GET /v1/models` and `/v1/models/{id}`."""

from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.models import Scope
from openai_api.base import OpenAiView
from openai_api.model_kinds import Model, known_model, known_models
from openai_api.schema import ModelListSerializer, ModelSerializer

CREATED = 1_735_689_600  # clients want a number; models here have no birthday
ANY_SCOPE = (Scope.SPEECH, Scope.TRANSCRIBE)  # a program of either kind asks what there is


class Models(OpenAiView):
    required_scope = ANY_SCOPE

    @extend_schema(operation_id="v1_models_list", summary="List models", responses=ModelListSerializer)
    def get(self, request: Request) -> Response:
        return Response({"object": "list", "data": [described(model) for model in known_models()]})


class OneModel(OpenAiView):
    required_scope = ANY_SCOPE

    @extend_schema(operation_id="v1_models_retrieve", summary="One model", responses=ModelSerializer)
    def get(self, request: Request, model_id: str) -> Response:
        return Response(described(known_model(model_id)))


def described(model: Model) -> dict[str, Any]:
    return {"id": model.id, "object": "model", "created": CREATED, "owned_by": model.engine}
