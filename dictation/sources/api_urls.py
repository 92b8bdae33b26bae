"""Included at `/api/dictation/`."""

from django.urls import path

from dictation.sources import api

app_name = "item-sources-api"

urlpatterns = [
    path("items/from-text", api.ItemsFromText.as_view(), name="text"),
    path("items/from-entry", api.ItemsFromEntry.as_view(), name="entry"),
]
