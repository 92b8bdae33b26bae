"""Included at `/practice/`."""

from django.urls import path

from dictation.sources import views

app_name = "item-sources"

urlpatterns = [path("items/from-entry/<uuid:pk>/", views.from_entry, name="entry")]
