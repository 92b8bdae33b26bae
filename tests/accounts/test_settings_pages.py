"""Profile, appearance, password, time zone: the Settings and their API."""

import pytest

from accounts.models import AuditAction, AuditEvent, User
from accounts.services.people import change_password, update_profile
from common.errors import NotFound
from tests.conftest import PASSWORD

PROFILE = {
    "first_name": "Alice A.",
    "email": "new@example.org",
    "time_zone": "Europe/Helsinki",
    "appearance": "dark",
}


def test_a_person_changes_their_profile(alice, client_of):
    assert client_of(alice).post("/settings/", PROFILE).status_code == 302
    alice.refresh_from_db()
    assert (alice.first_name, alice.email, alice.time_zone, alice.appearance) == tuple(PROFILE.values())


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("time_zone", "Mars/Olympus"),
        ("appearance", "pink"),
        ("email", "not an address"),
        ("first_name", "x" * 151),
    ],
)
def test_a_bad_value_is_refused_at_its_field_and_changes_nothing(alice, client_of, field, value):
    response = client_of(alice).post("/settings/", PROFILE | {field: value})
    assert response.status_code == 422
    assert field in response.context["form"].errors
    alice.refresh_from_db()
    assert alice.first_name == ""


def test_another_persons_address_is_taken(alice, bob, client_of, api_of):
    response = client_of(bob).post("/settings/", PROFILE | {"email": "ALICE@example.org"})
    assert response.status_code == 422
    answer = api_of(bob).patch("/api/me", {"email": "Alice@Example.org"}, format="json")
    assert answer.status_code == 400
    assert answer.json()["error"]["param"] == "email"


def test_the_chosen_appearance_is_on_the_page(alice, client_of):
    client = client_of(alice)
    client.post("/settings/appearance/", {"appearance": "dark"})
    assert 'data-theme="dark"' in client.get("/settings/").content.decode()
    assert client.post("/settings/appearance/", {"appearance": "pink"}).status_code == 400


def test_the_api_reads_and_changes_the_account(alice, api_of):
    api = api_of(alice)
    assert api.get("/api/me").json()["storage_used_bytes"] == 0
    answer = api.patch(
        "/api/me", {"time_zone": "Asia/Tokyo", "is_staff": True, "username": "root"}, format="json"
    )
    assert answer.status_code == 200
    assert answer.json()["time_zone"] == "Asia/Tokyo"
    alice.refresh_from_db()
    assert not alice.is_staff
    assert alice.username == "alice"


def test_a_bad_time_zone_is_named_by_the_api(alice, api_of):
    answer = api_of(alice).patch("/api/me", {"time_zone": "Mars"}, format="json")
    assert answer.status_code == 400
    assert answer.json()["error"]["param"] == "time_zone"


def test_changing_the_password_signs_other_devices_out(alice, client_of):
    here, elsewhere = client_of(alice), client_of(alice)
    new = "a much better password"
    form = {"old_password": PASSWORD, "new_password1": new, "new_password2": new}
    assert here.post("/settings/security/", form).status_code == 302
    assert here.get("/settings/").status_code == 200
    assert elsewhere.get("/settings/").status_code == 302
    assert AuditEvent.objects.filter(user=alice, action=AuditAction.PASSWORD_CHANGED).exists()


def test_a_wrong_old_password_changes_nothing(alice, client_of):
    form = {"old_password": "guess", "new_password1": "long enough pw", "new_password2": "long enough pw"}
    assert client_of(alice).post("/settings/security/", form).status_code == 422
    alice.refresh_from_db()
    assert alice.check_password(PASSWORD)


def test_a_person_sees_their_own_log_only(alice, bob, client_of, api_of):
    AuditEvent.objects.create(
        user=bob, username="bob", action=AuditAction.KEY_CREATED, detail="bobs secret project"
    )
    assert "bobs secret project" not in client_of(alice).get("/settings/security/").content.decode()
    details = [item["detail"] for item in api_of(alice).get("/api/audit").json()["items"]]
    assert "bobs secret project" not in details


def test_times_are_shown_in_the_persons_zone(alice, client_of):
    from datetime import UTC, datetime

    alice.time_zone = "Asia/Tokyo"
    alice.save()
    event = AuditEvent.objects.create(user=alice, username="alice", action=AuditAction.KEY_CREATED)
    AuditEvent.objects.filter(pk=event.pk).update(created_at=datetime(2026, 1, 31, 20, 0, tzinfo=UTC))
    page = client_of(alice).get("/settings/security/").content.decode()
    assert "2026-02-01T05:00" in page or "1 Feb 2026" in page


def test_an_old_copy_of_a_person_cannot_undo_what_happened_since(alice, client_of):
    """A profile saved while an administrator switches the person off must not switch them on again."""
    stale = User.objects.get(pk=alice.pk)
    User.objects.filter(pk=alice.pk).update(is_active=False, password="changed since")
    update_profile(user=stale, first_name="Alice A.")
    alice.refresh_from_db()
    assert (alice.first_name, alice.is_active, alice.password) == ("Alice A.", False, "changed since")


def test_a_deleted_person_does_not_come_back(alice):
    stale = User.objects.get(pk=alice.pk)
    User.objects.filter(pk=alice.pk).delete()
    for change in (
        lambda: update_profile(user=stale, first_name="back"),
        lambda: change_password(user=stale, password="back again"),
    ):
        with pytest.raises(NotFound):
            change()
    assert not User.objects.exists()
