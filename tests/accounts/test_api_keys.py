"""Keys for programs: shown once, stored hashed, scoped, expiring, revocable."""

from datetime import timedelta

import pytest
from django.utils import timezone
from rest_framework.test import APIClient

from accounts.models import ApiKey, AuditAction, AuditEvent
from accounts.services.keys import MOST_KEYS, create_key
from common.errors import Conflict


def client_with(plain: str) -> APIClient:
    client = APIClient()
    client.credentials(HTTP_AUTHORIZATION=f"Bearer {plain}")
    return client


def test_a_key_opens_the_api_for_its_person(alice):
    _, plain = create_key(user=alice, name="script", scopes=["manage"])
    response = client_with(plain).get("/api/me")
    assert response.status_code == 200
    assert response.json()["username"] == "alice"


def test_the_key_itself_is_kept_nowhere(alice):
    key, plain = create_key(user=alice, name="script", scopes=["manage"])
    stored = " ".join(str(value) for value in ApiKey.objects.values_list().get(pk=key.pk))
    assert plain not in stored
    assert plain.startswith("vs_")
    assert plain.startswith(key.prefix)


def test_the_page_shows_a_new_key_once(alice, client_of):
    client = client_of(alice)
    form = {"name": "Podcast", "scopes": ["speech"], "expires_in": "30"}
    plain = client.post("/settings/keys/", form).context["new_key"]
    assert client_with(plain).get("/api/me").status_code == 403  # it may speak, not manage
    page = client.get("/settings/keys/").content.decode()
    assert "Podcast" in page
    assert plain not in page


def test_the_page_that_shows_a_key_is_not_kept_by_the_browser(alice, client_of):
    response = client_of(alice).post(
        "/settings/keys/", {"name": "Podcast", "scopes": ["speech"], "expires_in": ""}
    )
    assert "no-store" in response["Cache-Control"]


def test_a_missing_scope_is_a_403_that_names_it(alice, api_of):
    response = api_of(alice, ["speech"]).get("/api/me")
    assert response.status_code == 403
    assert response.json()["error"]["code"] == "missing_scope"
    assert "manage" in response.json()["error"]["message"]


def test_an_expired_key_opens_nothing_and_stays_listed(alice, api_of, client_of):
    key, plain = create_key(user=alice, name="old", scopes=["manage"], expires_in_days=1)
    ApiKey.objects.filter(pk=key.pk).update(expiry=timezone.now() - timedelta(seconds=1))
    assert client_with(plain).get("/api/me").status_code == 401
    assert "old" in client_of(alice).get("/settings/keys/").content.decode()


def test_a_revoked_key_stops_at_once(alice, client_of):
    key, plain = create_key(user=alice, name="script", scopes=["manage"])
    client_of(alice).post(f"/settings/keys/{key.pk}/revoke/")
    response = client_with(plain).get("/api/me")
    assert response.status_code == 401
    assert response["WWW-Authenticate"].startswith("Bearer")
    assert AuditEvent.objects.filter(user=alice, action=AuditAction.KEY_REVOKED, detail="script").exists()


def test_a_switched_off_persons_key_opens_nothing(alice, api_of):
    api = api_of(alice)
    alice.is_active = False
    alice.save()
    assert api.get("/api/me").status_code == 401


def test_last_use_is_noted_without_a_write_per_request(alice, api_of, django_assert_num_queries):
    api = api_of(alice)
    api.get("/api/me")
    used = ApiKey.objects.get().last_used_at
    assert used is not None
    api.get("/api/me")
    assert ApiKey.objects.get().last_used_at == used


def test_bob_cannot_revoke_alices_key(alice, bob, client_of, api_of):
    key, _ = create_key(user=alice, name="script", scopes=["manage"])
    assert client_of(bob).post(f"/settings/keys/{key.pk}/revoke/").status_code == 404
    assert api_of(bob).delete(f"/api/keys/{key.pk}").status_code == 404
    assert ApiKey.objects.filter(pk=key.pk).exists()


def test_a_key_cannot_make_one_that_may_do_more(alice, api_of):
    response = api_of(alice, ["manage"]).post(
        "/api/keys", {"name": "more", "scopes": ["speech"]}, format="json"
    )
    assert response.status_code == 400
    assert response.json()["error"]["param"] == "scopes"


def test_a_program_makes_lists_and_revokes_keys(alice, api_of):
    api = api_of(alice)
    made = api.post("/api/keys", {"name": "child", "scopes": ["speech"], "expires_in_days": 7}, format="json")
    assert made.status_code == 201
    assert made.json()["key"].startswith("vs_")
    listed = api.get("/api/keys").json()
    assert listed["total"] == 2
    assert all("key" not in item and "digest" not in item for item in listed["items"])
    assert api.delete(f"/api/keys/{made.json()['id']}").status_code == 204


@pytest.mark.parametrize(
    ("body", "param"),
    [
        ({"name": "", "scopes": ["speech"]}, "name"),
        ({"name": "x" * 101, "scopes": ["speech"]}, "name"),
        ({"name": "x", "scopes": []}, "scopes"),
        ({"name": "x", "scopes": ["root"]}, "scopes.0"),
        ({"name": "x", "scopes": "speech"}, "scopes"),
        ({"name": "x", "scopes": ["speech"], "expires_in_days": 0}, "expires_in_days"),
        ({"name": "x", "scopes": ["speech"], "expires_in_days": "soon"}, "expires_in_days"),
    ],
)
def test_a_bad_key_is_refused_by_its_field(alice, api_of, body, param):
    response = api_of(alice).post("/api/keys", body, format="json")
    assert response.status_code == 400
    assert response.json()["error"]["param"] == param


def test_two_keys_of_one_person_differ_by_name_without_case(alice, bob):
    create_key(user=alice, name="Script", scopes=["speech"])
    with pytest.raises(Conflict, match="already"):
        create_key(user=alice, name="script", scopes=["speech"])
    create_key(user=bob, name="script", scopes=["speech"])


def test_the_number_of_keys_is_limited(alice):
    for number in range(MOST_KEYS):
        create_key(user=alice, name=f"key {number}", scopes=["speech"])
    with pytest.raises(Conflict, match="Revoke"):
        create_key(user=alice, name="one more", scopes=["speech"])


@pytest.mark.parametrize(
    "header", ["Bearer", "Bearer a b", "Bearer vs_nope", "Bearer \xff\xfe", "Bearer " + "x" * 5000]
)
def test_a_broken_credential_is_a_401_in_our_words(db, header):
    response = APIClient().get("/api/me", HTTP_AUTHORIZATION=header)
    assert response.status_code == 401
    assert response.json()["error"]["code"] == "not_authenticated"


def test_requests_beyond_the_limit_are_told_when_to_come_back(alice, api_of, monkeypatch):
    from common.throttles import KeyThrottle

    monkeypatch.setattr(KeyThrottle, "THROTTLE_RATES", {"key": "2/min"})
    api = api_of(alice)
    assert [api.get("/api/me").status_code for _ in range(3)] == [200, 200, 429]
    refused = api.get("/api/me")
    assert 1 <= int(refused["Retry-After"]) <= 60
    assert refused.json()["error"]["code"] == "too_many_requests"


def test_guessing_keys_is_slowed_down_and_right_keys_are_not(alice, api_of, monkeypatch):
    from common.throttles import GuessThrottle

    monkeypatch.setattr(GuessThrottle, "THROTTLE_RATES", {"anonymous": "2/min"})
    guesses = [client_with(f"vs_guess{number}").get("/api/me").status_code for number in range(3)]
    assert guesses == [401, 401, 429]
    assert api_of(alice).get("/api/me").status_code == 200


def test_the_admin_changes_a_keys_name_and_nothing_else(admin_user, alice, client_of):
    key, _ = create_key(user=alice, name="script", scopes=["speech"])
    form = {"name": "renamed", "scopes": '["speech", "manage"]', "user": admin_user.pk}
    client_of(admin_user).post(f"/admin/accounts/apikey/{key.pk}/change/", form)
    key.refresh_from_db()
    assert (key.name, key.scopes, key.user) == ("renamed", ["speech"], alice)


@pytest.mark.parametrize("path", ["/settings/keys/", "/api/keys", "/settings/security/", "/api/audit"])
def test_a_longer_list_asks_no_more(alice, client_of, api_of, path, django_assert_max_num_queries):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    client = api_of(alice) if path.startswith("/api") else client_of(alice)
    create_key(user=alice, name="one", scopes=["speech"])
    client.get(path)
    with CaptureQueriesContext(connection) as few:
        client.get(path)
    for number in range(5):
        create_key(user=alice, name=f"another {number}", scopes=["speech"])
    with django_assert_max_num_queries(len(few)):
        assert client.get(path).status_code == 200
