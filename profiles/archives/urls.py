"""Included at `/voices/`."""

from django.urls import path

from profiles.archives import views

app_name = "archives"

urlpatterns = [
    path("import/", views.import_archive, name="import"),
    path("<uuid:pk>/export.zip", views.export, name="export"),
]
