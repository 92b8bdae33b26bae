"""Included at `/api/`."""

from django.urls import path

from profiles.archives import api

app_name = "archives-api"

urlpatterns = [
    path("profiles/import", api.Import.as_view(), name="import"),
    path("profiles/<uuid:pk>/export", api.Export.as_view(), name="export"),
]
