"""Included at `/studio/`; conversations and compositions have addresses of their own below it."""

from django.urls import path

from studio import views

app_name = "studio"

urlpatterns = [
    path("", views.page, name="page"),
]
