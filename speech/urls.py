"""Included at `/models/`."""

from django.urls import path

from speech import provider_views, views

app_name = "speech"

urlpatterns = [
    path("", views.models, name="models"),
    path("providers/", provider_views.providers, name="providers"),
    path("providers/<str:name>/load/", provider_views.load, name="provider-load"),
    path("providers/<str:name>/unload/", provider_views.unload, name="provider-unload"),
    path("providers/<str:name>/warm-up/", provider_views.warm_up, name="provider-warm-up"),
    path("providers/<str:name>/reset/", provider_views.reset, name="provider-reset"),
    path("providers/<str:name>/voices/", provider_views.voices, name="provider-voices"),
    path("<str:name>/pull/", views.pull, name="pull"),
    path("<str:name>/verify/", views.verify, name="verify"),
    path("<str:name>/remove/", views.remove, name="remove"),
]
