"""`/api/profiles/{id}/samples`."""

from django.urls import path

from profiles.samples import api

app_name = "samples-api"
urlpatterns = [
    path("reading-texts", api.ReadingTexts.as_view(), name="reading-texts"),
    path("profiles/<uuid:profile_pk>/reference", api.ProfileReference.as_view(), name="reference"),
    path("profiles/<uuid:profile_pk>/samples", api.Samples.as_view(), name="list"),
    path("profiles/<uuid:profile_pk>/samples/<uuid:pk>", api.OneSample.as_view(), name="sample"),
    path("profiles/<uuid:profile_pk>/samples/<uuid:pk>/move", api.MoveSample.as_view(), name="move"),
    path(
        "profiles/<uuid:profile_pk>/samples/<uuid:pk>/transcribe",
        api.HearSample.as_view(),
        name="transcribe",
    ),
]
