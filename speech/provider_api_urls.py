"""Included at `/api/`."""

from django.urls import path

from speech import provider_api as api

app_name = "providers-api"

urlpatterns = [
    path("providers", api.Providers.as_view(), name="list"),
    path("providers/<str:name>", api.OneProvider.as_view(), name="one"),
    path("providers/<str:name>/load", api.Load.as_view(), name="load"),
    path("providers/<str:name>/unload", api.Unload.as_view(), name="unload"),
    path("providers/<str:name>/warm-up", api.WarmUp.as_view(), name="warm-up"),
    path("providers/<str:name>/reset", api.Reset.as_view(), name="reset"),
    path("providers/<str:name>/voices/refresh", api.RefreshVoices.as_view(), name="voices-refresh"),
]
