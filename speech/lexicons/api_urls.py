"""Included at `/api/`."""

from django.urls import path

from speech.lexicons import api

app_name = "lexicons-api"

urlpatterns = [
    path("lexicons", api.Lexicons.as_view(), name="list"),
    path("lexicons/import", api.Import.as_view(), name="import"),
    path("lexicons/<uuid:pk>", api.OneLexicon.as_view(), name="detail"),
    path("lexicons/<uuid:pk>/words", api.Words.as_view(), name="words"),
    path("lexicons/<uuid:pk>/words/<uuid:word_id>", api.OneWord.as_view(), name="word"),
    path("lexicons/<uuid:pk>/try", api.Try.as_view(), name="try"),
    path("lexicons/<uuid:pk>/export", api.Export.as_view(), name="export"),
    path("lexicons/<uuid:pk>/import", api.Merge.as_view(), name="merge"),
]
