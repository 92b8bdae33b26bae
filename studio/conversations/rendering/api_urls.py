"""Included at `/api/`."""

from django.urls import path

from studio.conversations.rendering import api

app_name = "renders-api"

ONE = "conversations/<uuid:pk>"
TURN = f"{ONE}/turns/<uuid:turn_id>"

urlpatterns = [
    path(f"{ONE}/render", api.ConversationRender.as_view(), name="render"),
    path(f"{ONE}/audio", api.ConversationAudio.as_view(), name="audio"),
    path(f"{TURN}/speak", api.SpeakTurn.as_view(), name="speak"),
    path(f"{TURN}/audio", api.TurnAudio.as_view(), name="turn-audio"),
]
