"""Included at `/history/`."""

from django.urls import path

from history import entry_views, views

app_name = "history"

urlpatterns = [
    path("", views.history, name="page"),
    path("statistics", views.statistics, name="statistics"),
    path("delete", views.discard, name="delete-some"),
    path("export", views.export, name="export"),
    path("restore", views.restore_some, name="restore-some"),
    path("<uuid:pk>/", entry_views.entry, name="entry"),
    path("<uuid:pk>/row", entry_views.row, name="row"),
    path("<uuid:pk>/audio", entry_views.audio, name="audio"),
    path("<uuid:pk>/words.<str:form>", entry_views.words, name="words"),
    path("<uuid:pk>/favourite", entry_views.favourite, name="favourite"),
    path("<uuid:pk>/note", entry_views.note, name="note"),
    path("<uuid:pk>/again", entry_views.again, name="again"),
    path("<uuid:pk>/listen", entry_views.listen, name="listen"),
    path("<uuid:pk>/current", entry_views.current, name="current"),
    path("<uuid:pk>/keep", entry_views.keep, name="keep"),
    path("<uuid:pk>/delete", entry_views.delete, name="delete"),
    path("<uuid:pk>/restore", entry_views.restore, name="restore"),
]
