"""`/voices/{id}/samples/`."""

from django.urls import path

from profiles.samples import views

app_name = "samples"
urlpatterns = [
    path("<uuid:profile_pk>/samples/", views.page, name="page"),
    path("<uuid:profile_pk>/samples/add", views.add, name="add"),
    path("<uuid:profile_pk>/samples/add-clip", views.add_clip, name="add-clip"),
    path("<uuid:profile_pk>/samples/together.wav", views.together, name="together"),
    path("<uuid:profile_pk>/samples/<uuid:pk>/move", views.move, name="move"),
    path("<uuid:profile_pk>/samples/<uuid:pk>/remove", views.remove, name="remove"),
    path("<uuid:profile_pk>/samples/<uuid:pk>/trim", views.trim, name="trim"),
    path("<uuid:profile_pk>/samples/<uuid:pk>/transcript", views.transcript, name="transcript"),
    path("<uuid:profile_pk>/samples/<uuid:pk>/enable", views.enable, name="enable"),
    path("<uuid:profile_pk>/samples/<uuid:pk>/denoise", views.denoise, name="denoise"),
    path("<uuid:profile_pk>/samples/<uuid:pk>/hear", views.hear, name="hear"),
    path("<uuid:profile_pk>/samples/<uuid:pk>/heard", views.heard, name="heard"),
    path("<uuid:profile_pk>/samples/<uuid:pk>/used.wav", views.used, name="used"),
]
