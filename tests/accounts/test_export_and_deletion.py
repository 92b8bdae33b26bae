"""“Export my data” holds everything and nobody else's; “Delete my account” leaves nothing."""

import json
import zipfile

import pytest
from axes.models import AccessAttempt, AccessFailureLog
from django.core.files.storage import default_storage

from accounts.models import ApiKey, AuditAction, AuditEvent, User
from accounts.services.deletion import delete_account
from accounts.services.keys import create_key
from common.errors import Conflict, InvalidInput
from jobs.models import Job
from jobs.runner import run_job
from tests.accounts.archives import export_of
from tests.clips.builders import make_clip
from tests.conftest import PASSWORD


def test_the_export_holds_the_rows_and_the_files(alice):
    clip = make_clip(alice, "My voice")
    archive = export_of(alice)
    assert archive.testzip() is None
    (row,) = json.loads(archive.read("clips.clip.json"))
    assert row["title"] == "My voice"
    with default_storage.open(clip.file.name) as file:
        assert archive.read(f"files/{clip.file.name}") == file.read()


def test_the_export_holds_nothing_of_others_and_no_secrets(alice, bob):
    make_clip(bob, "Bobs secret")
    create_key(user=alice, name="script", scopes=["speech"])
    archive = export_of(alice)
    everything = b"".join(archive.read(name) for name in archive.namelist()).decode(errors="replace")
    assert "Bobs secret" not in everything
    assert alice.password not in everything
    assert ApiKey.objects.get().digest not in everything
    assert '"script"' in everything


def test_every_model_with_an_owner_is_in_the_export(alice):
    """What a new app keeps of a person must not be forgotten."""
    names = {name.removesuffix(".json") for name in export_of(alice).namelist()}
    owned = {
        relation.related_model._meta.label_lower
        for relation in User._meta.get_fields(include_hidden=True)
        if (relation.auto_created and (relation.one_to_many or relation.one_to_one))
        and not relation.related_model._meta.auto_created
    }
    assert owned <= names
    assert {"clips.clip", "jobs.job", "accounts.apikey"} <= names


def test_a_missing_file_does_not_spoil_the_export(alice):
    clip = make_clip(alice)
    default_storage.delete(clip.file.name)
    assert "clips.clip.json" in export_of(alice).namelist()


def test_asking_twice_starts_one_export(alice, client_of, django_capture_on_commit_callbacks):
    client = client_of(alice)
    client.post("/settings/data/export/")
    client.post("/settings/data/export/")
    assert Job.objects.for_user(alice).filter(kind="accounts.export").count() == 1


def test_deletion_needs_the_password(alice, client_of, api_of):
    response = client_of(alice).post("/settings/data/delete/", {"password": "guess"})
    assert response.status_code == 422
    assert api_of(alice).delete("/api/me", {"password": "guess"}, format="json").status_code == 400
    assert User.objects.filter(pk=alice.pk).exists()


@pytest.mark.django_db(transaction=True)
def test_deletion_takes_rows_files_and_session_and_leaves_others_alone(client_of, tmp_path, settings):
    from tests.conftest import make_user

    alice, bob = make_user("alice"), make_user("bob")
    gone, kept = make_clip(alice), make_clip(bob)
    create_key(user=alice, name="script", scopes=["speech"])
    client = client_of(alice)
    response = client.post("/settings/data/delete/", {"password": PASSWORD})
    assert response.status_code == 302
    assert not User.objects.filter(username="alice").exists()
    assert not default_storage.exists(gone.file.name)
    assert default_storage.exists(kept.file.name)
    assert client.get("/settings/").status_code == 302
    event = AuditEvent.objects.get(action=AuditAction.ACCOUNT_DELETED)
    assert (event.username, event.user) == ("alice", None)


def test_the_only_administrator_stays(admin_user, rf):
    with pytest.raises(Conflict, match="only administrator"):
        delete_account(user=admin_user, password=PASSWORD, request=rf.post("/"))
    User.objects.create_superuser("second", "", PASSWORD)
    delete_account(user=admin_user, password=PASSWORD, request=rf.post("/"))
    assert not User.objects.filter(pk=admin_user.pk).exists()


def test_a_wrong_password_is_said_at_its_field(alice, rf):
    with pytest.raises(InvalidInput) as refusal:
        delete_account(user=alice, password="guess", request=rf.post("/"))
    assert refusal.value.param == "password"


def test_guessing_the_password_here_is_locked_out_too(alice, client_of, api_of, settings):
    api = api_of(alice)
    for _ in range(settings.AXES_FAILURE_LIMIT):
        api.delete("/api/me", {"password": "guess"}, format="json")
    refused = api.delete("/api/me", {"password": PASSWORD}, format="json")
    assert refused.status_code == 429
    assert refused.json()["error"]["code"] == "too_many_requests"
    assert client_of(alice).post("/settings/data/delete/", {"password": PASSWORD}).status_code == 429
    form = {"old_password": PASSWORD, "new_password1": "x" * 20 + "7", "new_password2": "x" * 20 + "7"}
    assert client_of(alice).post("/settings/security/", form).status_code == 429
    assert User.objects.filter(pk=alice.pk).exists()


def test_what_is_left_of_a_person_holds_no_address(alice, client_of, stranger):
    stranger.post("/sign-in/", {"username": "alice", "password": "wrong wrong"})
    client_of(alice).post("/settings/data/delete/", {"password": PASSWORD})
    left = AuditEvent.objects.filter(username="alice").exclude(action=AuditAction.ACCOUNT_DELETED)
    assert left.exists()
    assert not left.exclude(address=None).exists()
    assert not AccessFailureLog.objects.filter(username="alice").exists()
    assert not AccessAttempt.objects.filter(username="alice").exists()


def test_the_admin_offers_no_deletion_of_the_last_administrator(admin_user, client_of):
    client = client_of(admin_user)
    one = f"/admin/accounts/user/{admin_user.pk}/delete/"
    assert "the only administrator" in client.get(one).content.decode()
    client.post(one, {"post": "yes"})
    chosen = {"action": "delete_selected", "_selected_action": [admin_user.pk], "post": "yes"}
    client.post("/admin/accounts/user/", chosen)
    assert User.objects.filter(pk=admin_user.pk).exists()


def test_deletion_in_the_admin_is_the_same_deletion(admin_user, alice, client_of):
    client_of(admin_user).post(f"/admin/accounts/user/{alice.pk}/delete/", {"post": "yes"})
    assert not User.objects.filter(pk=alice.pk).exists()
    assert AuditEvent.objects.get(action=AuditAction.ACCOUNT_DELETED).detail == "by admin"


def test_an_export_holds_no_earlier_export_and_only_the_newest_is_kept(alice, api_of):
    api = api_of(alice)
    names = []
    for _ in range(3):
        job = Job.objects.get(pk=api.post("/api/me/export").json()["id"])
        run_job(str(job.id))
        job.refresh_from_db()
        with job.file.open() as file:
            names.append(zipfile.ZipFile(file).namelist())
    assert names[0] == names[1] == names[2]
    assert Job.objects.for_user(alice).filter(kind="accounts.export").count() == 1
