"""Every address refuses the anonymous and the stranger; a new one that is not in the table fails here."""

from functools import cache

import pytest
from django.test import Client
from rest_framework.test import APIClient

from tests.addresses import (
    EFFECTS_API,
    HEARING_API,
    KEYS_API,
    KNOWN,
    MODELS_API,
    OBJECTS,
    OBJECTS_API,
    OWN,
    OWN_API,
    PAGES,
    PUBLIC,
    SPEECH_API,
    STAFF,
    STAFF_API,
    address,
    every_address,
)
from tests.rows import MAKERS, kwargs_of


def answers(client: Client | APIClient, url: str) -> dict[str, int]:
    """Status by method, of those that the address takes."""
    found = {}
    for method in ("get", "post", "put", "patch", "delete"):
        status = getattr(client, method)(url).status_code
        if status != 405:
            found[method] = status
    return found


def test_every_address_is_in_the_table():
    assert {name for name, _ in every_address()} == KNOWN


# The description of the API is Swagger's page; the first administrator's needs a site that has none.
NOT_OURS, ONCE = {"api-docs"}, {"accounts:setup"}


def test_every_page_is_in_the_table(admin_user, client_of):
    client, row_of = client_of(admin_user), cache(lambda kind: MAKERS[kind](admin_user))
    found = set()
    for name in (OWN | set(OBJECTS) | STAFF | PUBLIC) - PAGES - NOT_OURS - ONCE:
        kwargs = kwargs_of(row_of(OBJECTS[name])) if name in OBJECTS else {}
        if is_page(client.get(address(name, **kwargs))):
            found.add(name)
    assert found == set()


def is_page(response):
    is_html = response.get("Content-Type", "").startswith("text/html")
    return response.status_code == 200 and is_html and b"<!DOCTYPE" in response.content[:100]


@pytest.mark.parametrize("name", sorted(OWN | set(OBJECTS) | STAFF))
def test_a_page_sends_the_anonymous_to_the_door(db, stranger, name):
    found = answers(stranger, address(name))
    assert found
    for method, status in found.items():
        response = getattr(stranger, method)(address(name))
        assert status == 302, f"{method} {name}: {status}"
        assert response.url.startswith("/sign-in/")


@pytest.mark.parametrize("name", sorted(KEYS_API))
def test_the_api_refuses_the_anonymous(db, name):
    found = answers(APIClient(), address(name))
    assert found
    assert set(found.values()) == {401}, found


@pytest.mark.parametrize(("name", "kind"), sorted((OBJECTS | OBJECTS_API).items()))
def test_another_persons_row_is_as_absent_as_no_row(alice, bob, client_of, api_of, name, kind):
    client = api_of(bob) if name in OBJECTS_API else client_of(bob)
    of_alice = answers(client, address(name, **kwargs_of(MAKERS[kind](alice))))
    of_nobody = answers(client, address(name))
    assert of_alice
    assert set(of_alice.values()) == {404}, of_alice
    assert of_alice == of_nobody


@pytest.mark.parametrize("name", sorted(STAFF))
def test_staff_pages_are_not_for_everybody(bob, client_of, name):
    found = answers(client_of(bob), address(name))
    assert found
    assert set(found.values()) <= {403, 404}, found


@pytest.mark.parametrize("name", sorted(STAFF_API))
def test_staff_apis_are_not_for_everybody(bob, api_of, name):
    assert set(answers(api_of(bob), address(name)).values()) <= {403, 404}


def test_the_admin_is_for_staff(bob, stranger, client_of):
    for client in (stranger, client_of(bob)):
        assert client.get("/admin/").status_code == 302
        assert client.get("/admin/accounts/user/").status_code == 302


@pytest.mark.parametrize("name", sorted(OBJECTS_API | dict.fromkeys(OWN_API, "")))
def test_a_key_without_the_scope_is_refused(alice, api_of, name):
    found = answers(api_of(alice, ["speech"]), address(name))
    assert set(found.values()) == {403}, found


@pytest.mark.parametrize("name", sorted(SPEECH_API))
def test_a_key_without_the_scope_of_speech_is_refused(alice, api_of, name):
    found = answers(api_of(alice, ["manage", "transcribe"]), address(name))
    assert set(found.values()) == {403}, found


@pytest.mark.parametrize("name", sorted(HEARING_API))
def test_a_key_without_the_scope_of_transcription_is_refused(alice, api_of, name):
    found = answers(api_of(alice, ["manage", "speech"]), address(name))
    assert set(found.values()) == {403}, found


@pytest.mark.parametrize("name", sorted(MODELS_API))
def test_a_key_that_neither_speaks_nor_hears_is_refused(alice, api_of, name):
    found = answers(api_of(alice, ["manage"]), address(name))
    assert set(found.values()) == {403}, found


@pytest.mark.parametrize("name", sorted(EFFECTS_API))
def test_a_key_that_only_hears_is_refused_the_effects(alice, api_of, name):
    found = answers(api_of(alice, ["transcribe"]), address(name))
    assert set(found.values()) == {403}, found
