"""Django's admin: every model is there, and no list asks the database per row."""

import pytest
from django.apps import apps
from django.contrib import admin
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.models import ApiKey, AuditAction, AuditEvent
from jobs.services import enqueue
from tests.conftest import make_user

OURS = ["accounts", "clips", "jobs", "speech", "profiles", "history", "studio", "dictation"]


def our_models():
    return [
        model for config in apps.get_app_configs() if config.name in OURS for model in config.get_models()
    ]


def test_every_model_is_in_the_admin():
    assert [model.__name__ for model in our_models() if model not in admin.site._registry] == []


def fill(number: int) -> None:
    from tests.clips.builders import make_clip
    from tests.speak.builders import make_take
    from tests.speech.lexicon_builders import make_lexicon

    person = make_user(f"person{number}")
    ApiKey.objects.create(person, name="script", scopes=["speech"])
    AuditEvent.objects.create(user=person, username=person.username, action=AuditAction.SIGNED_IN)
    enqueue(kind="accounts.export", owner=person)
    make_clip(person)
    make_lexicon(person, SQL="sequel")
    make_take(person)


@pytest.mark.django_db
def test_no_list_asks_more_for_more_rows(admin_user, client_of):
    client = client_of(admin_user)

    def queries(url: str) -> int:
        with CaptureQueriesContext(
            connection,
        ) as captured:
            assert client.get(url).status_code == 200
        return len(captured)

    urls = [reverse(f"admin:{m._meta.app_label}_{m._meta.model_name}_changelist") for m in our_models()]
    fill(1)
    few = {url: queries(url) for url in urls}
    for number in range(2, 6):
        fill(number)
    many = {url: queries(url) for url in urls}
    # A first visit may fill a cache: more rows may cost less, never more.
    assert {url: many[url] for url in urls if many[url] > few[url]} == {}


@pytest.mark.django_db
def test_every_row_opens_and_every_search_answers(admin_user, client_of):
    fill(1)
    client = client_of(admin_user)
    for model in our_models():
        base = f"admin:{model._meta.app_label}_{model._meta.model_name}"
        assert client.get(reverse(f"{base}_changelist") + "?q=person").status_code == 200
        row = model._default_manager.first()
        if row is not None:
            assert client.get(reverse(f"{base}_change", args=[row.pk])).status_code == 200


def test_the_audit_log_cannot_be_edited_even_there(admin_user, client_of):
    event = AuditEvent.objects.create(username="x", action=AuditAction.SIGNED_IN)
    url = reverse("admin:accounts_auditevent_change", args=[event.pk])
    assert client_of(admin_user).post(url, {"username": "y"}).status_code == 403
    assert client_of(admin_user).post(url.replace("change", "delete")).status_code == 403
