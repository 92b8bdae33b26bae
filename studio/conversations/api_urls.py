"""Included at `/api/`."""

from django.urls import path

from studio.conversations import api, scripts_api, turns_api

app_name = "conversations-api"

ONE = "conversations/<uuid:pk>"
TURN = f"{ONE}/turns/<uuid:turn_id>"

urlpatterns = [
    path("conversations", api.Conversations.as_view(), name="list"),
    path(ONE, api.OneConversation.as_view(), name="detail"),
    path(f"{ONE}/restore", api.RestoreConversation.as_view(), name="restore"),
    path(f"{ONE}/duplicate", api.DuplicateConversation.as_view(), name="duplicate"),
    path("conversations/script/preview", scripts_api.PreviewScript.as_view(), name="script-preview"),
    path(f"{ONE}/script", scripts_api.ImportScript.as_view(), name="script"),
    path(f"{ONE}/turns", turns_api.Turns.as_view(), name="turns"),
    path(TURN, turns_api.OneTurn.as_view(), name="turn"),
    path(f"{TURN}/duplicate", turns_api.DuplicateTurn.as_view(), name="turn-duplicate"),
    path(f"{TURN}/move", turns_api.MoveTurn.as_view(), name="turn-move"),
]
