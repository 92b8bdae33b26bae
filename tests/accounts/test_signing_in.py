"""The door: signing in and out, lock-out, sign-up, a forgotten password, the first administrator."""

import re

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse

from accounts.models import AuditAction, AuditEvent, User
from accounts.services import first_admin
from tests.conftest import PASSWORD

SIGN_IN = "/sign-in/"


def sign_in(client: Client, username: str = "alice", password: str = PASSWORD, **extra):
    return client.post(SIGN_IN, {"username": username, "password": password}, **extra)


def test_a_person_signs_in_and_lands_at_home(alice, stranger):
    response = sign_in(stranger)
    assert response.status_code == 302
    assert response.url == reverse("home")
    assert stranger.get("/settings/").status_code == 200


def test_the_name_is_the_same_without_case(alice, stranger):
    assert sign_in(stranger, username="ALICE").status_code == 302


def test_a_wrong_password_says_nothing_about_whether_the_name_exists(alice, stranger):
    wrong_password = sign_in(stranger, password="not it at all")
    no_such_person = sign_in(stranger, username="nobody", password="not it at all")
    for response in (wrong_password, no_such_person):
        assert response.status_code == 200
        assert "form" in response.context
    assert str(wrong_password.context["form"].non_field_errors()) == str(
        no_such_person.context["form"].non_field_errors()
    )


def test_it_goes_on_to_where_the_person_was_going_but_not_to_another_site(alice, stranger):
    response = stranger.post(f"{SIGN_IN}?next=/jobs/", {"username": "alice", "password": PASSWORD})
    assert response.url == "/jobs/"
    elsewhere = Client().post(
        f"{SIGN_IN}?next=https://evil.example/", {"username": "alice", "password": PASSWORD}
    )
    assert elsewhere.url == reverse("home")


def test_repeated_failures_lock_the_door_even_for_the_right_password(alice, stranger, settings):
    for attempt in range(settings.AXES_FAILURE_LIMIT):
        # Other capitals are the same name: they must not start a new count.
        sign_in(stranger, username="Alice" if attempt % 2 else "aLICE", password=f"guess {attempt}")
    response = sign_in(stranger)
    assert response.status_code == 429
    assert int(response["Retry-After"]) == settings.CONFIG.lockout_minutes * 60
    assert AuditEvent.objects.filter(action=AuditAction.LOCKED_OUT).exists()


def test_a_lock_out_from_one_address_leaves_the_person_in_from_another(alice, stranger, settings):
    for attempt in range(settings.AXES_FAILURE_LIMIT):
        sign_in(stranger, password=f"guess {attempt}", REMOTE_ADDR="127.0.0.9")
    assert sign_in(stranger, REMOTE_ADDR="127.0.0.9").status_code == 429
    assert sign_in(Client(), REMOTE_ADDR="127.0.0.10").status_code == 302


def test_signing_in_failing_and_out_are_written_down(alice, stranger):
    sign_in(stranger, password="wrong wrong wrong")
    sign_in(stranger)
    stranger.post("/sign-out/")
    actions = set(AuditEvent.objects.filter(user=alice).values_list("action", flat=True))
    assert actions == {AuditAction.SIGN_IN_FAILED, AuditAction.SIGNED_IN, AuditAction.SIGNED_OUT}


def test_signing_out_needs_a_post(alice, client_of):
    client = client_of(alice)
    assert client.get("/sign-out/").status_code == 405
    assert client.get("/settings/").status_code == 200


def test_sign_up_is_closed_unless_it_is_opened(db, stranger):
    assert stranger.get("/sign-up/").status_code == 404
    assert stranger.post("/sign-up/", {"username": "eve"}).status_code == 404
    assert not User.objects.exists()


@pytest.fixture
def open_sign_up(settings):
    settings.CONFIG = settings.CONFIG.model_copy(update={"sign_up": True})


def test_an_open_site_takes_a_new_person_and_signs_them_in(db, stranger, open_sign_up):
    form = {"username": "carol", "email": "", "password1": PASSWORD, "password2": PASSWORD}
    assert stranger.post("/sign-up/", form).status_code == 302
    assert stranger.get("/settings/").status_code == 200
    carol = User.objects.get(username="carol")
    assert not carol.is_staff


def test_a_name_or_address_in_other_capitals_is_taken(alice, stranger, open_sign_up):
    form = {"username": "Alice", "email": "ALICE@example.org", "password1": PASSWORD, "password2": PASSWORD}
    response = stranger.post("/sign-up/", form)
    assert response.status_code == 422
    assert set(response.context["form"].errors) == {"username", "email"}


def test_a_forgotten_password_is_reset_by_mail(alice, stranger):
    stranger.post("/password-reset/", {"email": "alice@example.org"})
    (message,) = mail.outbox
    link = re.search(r"http://127.0.0.1:8000(/\S+)", message.body).group(1)
    form_page = stranger.get(link, follow=True)
    new = "a much better password"
    stranger.post(form_page.redirect_chain[-1][0], {"new_password1": new, "new_password2": new})
    assert sign_in(Client(), password=new).status_code == 302
    assert stranger.get(link, follow=True).context.get("validlink") is False


def test_a_reset_for_an_unknown_address_looks_the_same_and_sends_nothing(alice, stranger):
    known = stranger.post("/password-reset/", {"email": "alice@example.org"})
    unknown = stranger.post("/password-reset/", {"email": "nobody@example.org"})
    assert (known.status_code, known.url) == (unknown.status_code, unknown.url)
    assert len(mail.outbox) == 1


SETUP_FORM = {"username": "root", "email": "", "password1": PASSWORD, "password2": PASSWORD}


@pytest.fixture
def setup_link(db, settings, tmp_path):
    settings.DATA_DIR = tmp_path
    return f"/setup/{first_admin.setup_token()}/"


def test_the_set_up_link_makes_the_first_administrator_once(setup_link, stranger):
    assert stranger.get(setup_link).status_code == 200
    assert stranger.post(setup_link, SETUP_FORM).status_code == 302
    assert User.objects.get(username="root").is_superuser
    assert stranger.get("/admin/").status_code == 200
    again = Client().post(setup_link, SETUP_FORM | {"username": "eve"})
    assert again.status_code == 404
    assert User.objects.count() == 1


def test_a_weak_first_password_is_refused_and_the_link_still_works(setup_link, stranger):
    weak = SETUP_FORM | {"password1": "12345", "password2": "12345"}
    assert stranger.post(setup_link, weak).status_code == 422
    assert stranger.post(setup_link, SETUP_FORM).status_code == 302


def test_a_guessed_set_up_link_opens_nothing(setup_link, stranger):
    assert stranger.get("/setup/guess/").status_code == 404
    assert stranger.get("/setup/gu%C3%A9ss/").status_code == 404


def test_the_set_up_token_is_for_its_owner_only(setup_link, tmp_path):
    assert (tmp_path / "setup-token").stat().st_mode & 0o777 == 0o600


def test_the_environment_makes_the_administrator_without_anybody_there(db, settings, tmp_path):
    settings.DATA_DIR = tmp_path
    from pydantic import SecretStr

    settings.CONFIG = settings.CONFIG.model_copy(
        update={"admin_username": "boss", "admin_password": SecretStr(PASSWORD)}
    )
    assert first_admin.ensure_configured_administrator().username == "boss"
    assert first_admin.ensure_configured_administrator() is None
    assert first_admin.setup_token() is None


def test_a_failed_first_administrator_leaves_the_link_working(setup_link, stranger, monkeypatch):
    def refuse(*args, **kwargs):
        raise RuntimeError("the disk is full")

    with monkeypatch.context() as broken:
        broken.setattr(User.objects.__class__, "create_superuser", refuse)
        with pytest.raises(RuntimeError):
            stranger.post(setup_link, SETUP_FORM)
    assert stranger.post(setup_link, SETUP_FORM).status_code == 302


def test_old_sign_ins_and_ended_sessions_are_forgotten(alice, stranger, settings):
    from datetime import timedelta

    from django.contrib.sessions.models import Session
    from django.utils import timezone

    from accounts.services.tidying import forget_old_records

    sign_in(stranger)
    kept = AuditEvent.objects.count()
    old = AuditEvent.objects.create(username="x", action=AuditAction.SIGNED_IN)
    AuditEvent.objects.filter(pk=old.pk).update(created_at=timezone.now() - timedelta(days=400))
    Session.objects.create(session_key="ended", expire_date=timezone.now() - timedelta(days=1))
    counts = forget_old_records()
    assert (counts["audit_events"], counts["sessions"]) == (1, 1)
    assert AuditEvent.objects.count() == kept
    assert stranger.get("/settings/").status_code == 200


def test_behind_a_proxy_each_person_has_an_address_of_their_own(alice, settings):
    settings.CONFIG = settings.CONFIG.model_copy(update={"trust_proxy": True})
    for attempt in range(settings.AXES_FAILURE_LIMIT):
        sign_in(Client(), password=f"guess {attempt}", HTTP_X_FORWARDED_FOR="9.9.9.9, 6.6.6.6")
    assert sign_in(Client(), HTTP_X_FORWARDED_FOR="6.6.6.6").status_code == 429
    assert sign_in(Client(), HTTP_X_FORWARDED_FOR="9.9.9.9").status_code == 302
    addresses = set(AuditEvent.objects.values_list("address", flat=True))
    assert addresses == {"6.6.6.6", "9.9.9.9"}


def test_without_a_proxy_a_claimed_address_counts_for_nothing(alice, settings):
    for attempt in range(settings.AXES_FAILURE_LIMIT):
        sign_in(Client(), password=f"guess {attempt}", HTTP_X_FORWARDED_FOR=f"6.6.6.{attempt}")
    assert sign_in(Client(), HTTP_X_FORWARDED_FOR="1.2.3.4").status_code == 429


def test_a_reset_mail_leads_here_whatever_host_was_asked(alice, stranger):
    stranger.post("/password-reset/", {"email": "alice@example.org"}, HTTP_HOST="localhost:6666")
    assert "6666" not in mail.outbox[0].body
