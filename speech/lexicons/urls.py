"""Included at `/lexicons/`."""

from django.urls import path

from speech.lexicons import views, word_views

app_name = "lexicons"

urlpatterns = [
    path("", views.lexicons, name="list"),
    path("import", views.import_new, name="import"),
    path("<uuid:pk>", word_views.detail, name="detail"),
    path("<uuid:pk>/edit", views.edit, name="edit"),
    path("<uuid:pk>/delete", views.delete, name="delete"),
    path("<uuid:pk>/restore", views.restore, name="restore"),
    path("<uuid:pk>/export.csv", views.export, name="export"),
    path("<uuid:pk>/import", word_views.import_into, name="import-into"),
    path("<uuid:pk>/try", word_views.trial, name="try"),
    path("<uuid:pk>/listen", word_views.listen, name="listen"),
    path("<uuid:pk>/words", word_views.add, name="add-word"),
    path("<uuid:pk>/words/undo", word_views.undo, name="undo"),
    path("<uuid:pk>/words/<uuid:word_id>", word_views.word, name="word"),
    path("<uuid:pk>/words/<uuid:word_id>/row", word_views.word_row, name="word-row"),
    path("<uuid:pk>/words/<uuid:word_id>/remove", word_views.remove, name="remove-word"),
]
