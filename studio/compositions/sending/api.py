"""`/api/compositions/from-conversation`."""

from drf_spectacular.utils import extend_schema
from rest_framework import status
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from common.parsers import JSONParser
from speech.fields import IdField
from speech.wish_serializer import StrictSerializer
from studio.compositions.asking import answer, object_sent
from studio.compositions.sending.conversations import send_conversation
from studio.compositions.serializers import CompositionSerializer
from studio.conversations.access import conversation_for


class SentConversationSerializer(StrictSerializer):
    conversation_id = IdField()


class SendConversation(APIView):
    required_scope = "manage"
    parser_classes = (JSONParser,)

    @extend_schema(
        operation_id="compositions_from_conversation",
        request=SentConversationSerializer,
        responses={201: CompositionSerializer},
    )
    def post(self, request: Request) -> Response:
        """A new composition with a track for each speaker, each turn where a render places it."""
        serializer = SentConversationSerializer(data=object_sent(request))
        serializer.is_valid(raise_exception=True)
        conversation = conversation_for(request.user, serializer.validated_data["conversation_id"])
        return answer(send_conversation(conversation=conversation), status=status.HTTP_201_CREATED)
