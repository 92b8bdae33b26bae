"""`/voices/own/`."""

from django.urls import path

from profiles.own_voices import views

app_name = "own-voices"
urlpatterns = [
    path("", views.page, name="page"),
    path("<uuid:pk>/state", views.state, name="state"),
    path("<uuid:pk>/change", views.change, name="change"),
    path("<uuid:pk>/preview", views.preview, name="preview"),
    path("<uuid:pk>/delete", views.delete, name="delete"),
    path("<uuid:pk>/restore", views.restore, name="restore"),
]
