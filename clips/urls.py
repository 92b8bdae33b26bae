"""`/clips/`: the Library."""

from django.urls import path

from clips import views

app_name = "clips"
urlpatterns = [
    path("", views.library, name="list"),
    path("upload", views.upload, name="upload"),
    path("<uuid:pk>", views.detail, name="detail"),
    path("<uuid:pk>/row", views.row, name="row"),
    path("<uuid:pk>/rename", views.rename, name="rename"),
    path("<uuid:pk>/delete", views.delete, name="delete"),
    path("<uuid:pk>/restore", views.restore, name="restore"),
    path("<uuid:pk>/audio", views.audio, name="audio"),
    path("<uuid:pk>/waveform.png", views.waveform, name="waveform"),
]
