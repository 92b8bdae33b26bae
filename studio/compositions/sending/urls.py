"""Included at `/studio/compositions/`."""

from django.urls import path

from studio.compositions.sending import views

app_name = "sending"

urlpatterns = [
    path("add/", views.add, name="add"),
    path("of-conversation/<uuid:pk>", views.send, name="conversation"),
]
