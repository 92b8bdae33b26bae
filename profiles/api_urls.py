"""Included at `/api/`."""

from django.urls import path

from profiles import api

app_name = "profiles-api"

urlpatterns = [
    path("profiles", api.Profiles.as_view(), name="list"),
    path("profiles/<uuid:pk>", api.OneProfile.as_view(), name="detail"),
    path("profiles/<uuid:pk>/restore", api.Restore.as_view(), name="restore"),
    path("profiles/<uuid:pk>/default", api.Default.as_view(), name="default"),
    path("profiles/<uuid:pk>/duplicate", api.Duplicate.as_view(), name="duplicate"),
    path("profiles/<uuid:pk>/avatar", api.ProfileAvatar.as_view(), name="avatar"),
]
