"""Included at `/api/`."""

from django.urls import path

from studio.conversations.exports import api

app_name = "exports-api"

urlpatterns = [
    path("conversations/<uuid:pk>/export", api.ExportConversation.as_view(), name="export"),
    path("conversations/<uuid:pk>/subtitles.<str:kind>", api.Subtitles.as_view(), name="subtitles"),
]
