"""Included at `/api/packs/`."""

from django.urls import path

from speech import api

app_name = "packs-api"

urlpatterns = [path("packs", api.Packs.as_view(), name="list")]
