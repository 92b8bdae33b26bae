"""Included at `/api/dictation/`."""

from django.urls import path

from dictation.statistics import api, word_api

app_name = "practice-stats-api"

urlpatterns = [
    path("stats/summary", api.Summary.as_view(), name="summary"),
    path("stats/practice-log", api.PracticeLog.as_view(), name="practice-log"),
    path("stats/items/<uuid:pk>", api.OneItem.as_view(), name="item"),
    path("stats/progress", api.Progress.as_view(), name="progress"),
    path("stats/difficulty", api.ByDifficulty.as_view(), name="difficulty"),
    path("goal", api.Goal.as_view(), name="goal"),
    path("words", word_api.Words.as_view(), name="words"),
    path("words/learnt", word_api.LearntWords.as_view(), name="learnt-words"),
    path("words/audio", word_api.WordAudio.as_view(), name="word-audio"),
]
