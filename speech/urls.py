"""Included at `/models/`."""

from django.urls import path

from speech import views

app_name = "speech"

urlpatterns = [
    path("", views.models, name="models"),
    path("<str:name>/pull/", views.pull, name="pull"),
    path("<str:name>/verify/", views.verify, name="verify"),
    path("<str:name>/remove/", views.remove, name="remove"),
]
