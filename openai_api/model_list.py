"""`GET /v1/models` and `/v1/models/{id}`."""

from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from openai_api.base import OpenAiView
from openai_api.schema import ModelListSerializer, ModelSerializer
from speech.catalogue import SpeechModel, speech_model, speech_models

CREATED = 1_735_689_600  # clients want a number; models here have no birthday


class Models(OpenAiView):
    @extend_schema(operation_id="v1_models_list", summary="List models", responses=ModelListSerializer)
    def get(self, request: Request) -> Response:
        return Response({"object": "list", "data": [described(model) for model in speech_models()]})


class OneModel(OpenAiView):
    @extend_schema(operation_id="v1_models_retrieve", summary="One model", responses=ModelSerializer)
    def get(self, request: Request, model_id: str) -> Response:
        return Response(described(speech_model(model_id)))


def described(model: SpeechModel) -> dict[str, Any]:
    return {"id": model.id, "object": "model", "created": CREATED, "owned_by": model.engine}
