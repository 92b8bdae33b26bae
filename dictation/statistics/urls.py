"""Included at `/practice/`."""

from django.urls import path

from dictation.statistics import views, word_views

app_name = "practice-stats"

urlpatterns = [
    path("statistics/", views.statistics, name="page"),
    path("statistics/goal", views.goal, name="goal"),
    path("statistics/items/<uuid:pk>/", views.item, name="item"),
    path("words/", word_views.words, name="words"),
    path("words/audio", word_views.audio, name="word-audio"),
    path("words/practise", word_views.practise, name="practise-words"),
    path("words/learn", word_views.learn, name="learn"),
    path("words/unlearn", word_views.unlearn, name="unlearn"),
]
