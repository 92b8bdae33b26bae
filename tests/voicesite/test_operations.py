"""Health, metadata, metrics, logs, request ids, headers: what an operator and a program rely on."""

import json
import logging

import pytest
from django.test import Client
from django.utils import timezone
from pydantic import SecretStr

from common.request_id import request_id
from jobs.models import Job, WorkerHeartbeat
from jobs.services import enqueue
from voicesite.logs import JsonFormatter, RequestIdFilter, TextFormatter


def test_alive_says_only_that(db, stranger):
    response = stranger.get("/health")
    assert (response.status_code, response.json()) == (200, {"status": "ok"})


@pytest.fixture
def worker(db):
    return WorkerHeartbeat.objects.create(
        name="test:1", pid=1, seen_at=timezone.now(), started_at=timezone.now()
    )


def test_ready_answers_for_each_component_with_its_time(worker, stranger):
    response = stranger.get("/health/ready")
    assert response.status_code == 200
    checks = response.json()["checks"]
    assert set(checks) == {"database", "storage", "queue", "packs", "providers", "disk"}
    assert all(check["milliseconds"] >= 0 and check["detail"] for check in checks.values())


def test_not_ready_without_a_worker_and_says_what_to_do(db, stranger):
    response = stranger.get("/health/ready")
    assert response.status_code == 503
    assert "manage.py worker" in response.json()["checks"]["queue"]["detail"]


def test_a_silent_worker_is_noticed(worker, stranger):
    WorkerHeartbeat.objects.update(seen_at=timezone.now() - timezone.timedelta(minutes=5))
    assert stranger.get("/health/ready").json()["checks"]["queue"]["status"] == "error"


def test_a_broken_component_hides_neither_the_others_nor_itself(worker, stranger, settings, tmp_path, caplog):
    blocked = tmp_path / "a file"
    blocked.write_text("not a folder")
    settings.MEDIA_ROOT = blocked
    response = stranger.get("/health/ready")
    checks = response.json()["checks"]
    assert response.status_code == 503
    assert checks["storage"]["status"] == "error"
    assert str(tmp_path) not in response.content.decode()
    assert checks["database"]["status"] == "ok"
    assert "The check of storage failed" in caplog.text


def test_too_little_disk_is_an_error(worker, stranger, settings):
    settings.CONFIG = settings.CONFIG.model_copy(update={"free_disk_min_mib": 10**9})
    assert stranger.get("/health/ready").json()["checks"]["disk"]["status"] == "error"


def test_metadata_tells_the_limits_that_are_enforced(db, stranger, settings):
    body = stranger.get("/api/metadata").json()
    assert body["limits"]["upload_bytes"] == settings.CONFIG.upload_max_bytes
    assert set(body["packs"]) >= {"kokoro-82m-int8", "piper-en_US-joe-medium", "whisper-base"}


def test_metrics_are_for_this_machine_alone_without_a_token(db, stranger):
    assert stranger.get("/metrics", REMOTE_ADDR="192.0.2.1").status_code == 403
    # A proxy on this machine makes everybody look local.
    assert stranger.get("/metrics", HTTP_X_FORWARDED_FOR="192.0.2.1").status_code == 403
    assert stranger.get("/metrics").status_code == 200


def test_metrics_are_for_whoever_has_the_token(db, stranger, settings):
    settings.CONFIG = settings.CONFIG.model_copy(update={"metrics_token": SecretStr("scrape me")})
    assert stranger.get("/metrics").status_code == 403
    assert stranger.get("/metrics", HTTP_AUTHORIZATION="Bearer scrapé").status_code == 403
    assert stranger.get("/metrics", HTTP_AUTHORIZATION="Bearer scrape me").status_code == 200


def test_metrics_count_requests_by_route_and_jobs_by_state(alice, stranger, client_of):
    enqueue(kind="accounts.export", owner=alice)
    client_of(alice).get("/settings/")
    text = stranger.get("/metrics").content.decode()
    assert 'voicesite_requests_total{method="GET",route="/settings/",status="200"}' in text
    assert 'voicesite_jobs{state="queued"} 1.0' in text
    assert "voicesite_queue_wait_seconds" in text


def test_metrics_tell_what_became_of_spoken_passages(db, stranger):
    text = stranger.get("/metrics").content.decode()
    for event in ("hits", "misses", "stored", "evicted", "failures"):
        assert f'voicesite_passages_total{{event="{event}"}}' in text
    assert "voicesite_passages_bytes" in text


def test_an_address_nobody_has_makes_one_series(db, stranger):
    for number in range(5):
        stranger.get(f"/no/such/{number}")
        stranger.generic(f"M{number}", "/health")
    text = stranger.get("/metrics").content.decode()
    assert "/no/such/" not in text
    assert 'method="M1"' not in text


def test_a_request_id_is_kept_returned_and_reaches_the_job(alice, client_of):
    response = client_of(alice).post("/settings/data/export/", HTTP_X_REQUEST_ID="abcdef-123456")
    assert response["X-Request-ID"] == "abcdef-123456"
    assert Job.objects.get().request_id == "abcdef-123456"


@pytest.mark.parametrize("given", ["", "short", "x" * 65, "line\tbreak-in-the-log", "ünïcode-id"])
def test_a_request_id_that_could_spoil_a_log_is_replaced(db, stranger, given):
    assert stranger.get("/health", HTTP_X_REQUEST_ID=given)["X-Request-ID"] != given


def test_a_json_log_line_is_one_object_with_the_id_and_the_extras():
    record = logging.makeLogRecord({"msg": "line\n%s", "args": ("two",), "levelname": "INFO", "clip_id": 7})
    with request_id("abcdef-123456"):
        RequestIdFilter().filter(record)
    line = JsonFormatter().format(record)
    assert "\n" not in line
    body = json.loads(line)
    assert (body["message"], body["request_id"], body["clip_id"]) == ("line\ntwo", "abcdef-123456", 7)


def test_every_page_carries_the_headers_that_protect_it(alice, client_of):
    response = client_of(alice).get("/settings/")
    policy = response["Content-Security-Policy"]
    assert "script-src 'self'" in policy
    assert "unsafe-inline" not in policy
    assert "unsafe-eval" not in policy
    assert "frame-ancestors 'none'" in policy
    assert response["X-Frame-Options"] == "DENY"
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Referrer-Policy"] == "same-origin"


@pytest.mark.parametrize(
    "path", ["/settings/", "/settings/keys/", "/clips/", "/jobs/", "/models/", "/sign-in/"]
)
def test_no_page_has_a_script_or_a_style_inside(admin_user, client_of, stranger, path):
    client = stranger if path == "/sign-in/" else client_of(admin_user)
    page = client.get(path).content.decode().lower()
    assert "<script>" not in page
    assert "<style" not in page
    assert " style=" not in page
    assert " onclick=" not in page


def test_cookies_are_secure_and_plain_http_is_sent_on_behind_tls():
    """The settings for a public https address, as a fresh process computes them."""
    import os
    import subprocess
    import sys

    code = (
        "from django.conf import settings as s;"
        "print(s.SESSION_COOKIE_SECURE, s.CSRF_COOKIE_SECURE, s.SECURE_SSL_REDIRECT,"
        "s.SECURE_HSTS_SECONDS > 0, s.DEBUG)"
    )
    from django.conf import settings

    environment = os.environ | {
        "DJANGO_SETTINGS_MODULE": "voicesite.settings",
        "VOICESITE_PUBLIC_URL": "https://voice.example.org",
        "VOICESITE_DATA_DIR": str(settings.DATA_DIR),
    }
    done = subprocess.run(
        [sys.executable, "-c", code], env=environment, capture_output=True, text=True, check=True
    )
    assert done.stdout.split() == ["True", "True", "True", "True", "False"]


def test_an_unknown_address_is_json_for_programs_and_a_page_for_people(alice, client_of):
    api = Client().get("/api/nothing/here")
    assert api.status_code == 404
    assert api.json()["error"]["code"] == "not_found"
    assert client_of(alice).get("/nothing/here")["Content-Type"].startswith("text/html")


@pytest.mark.parametrize(
    "query", ["limit=0", "limit=x", "limit=100000", "offset=-1", "offset=1.5", f"offset={10**30}"]
)
def test_a_bad_page_of_a_list_is_named(alice, api_of, query):
    response = api_of(alice).get(f"/api/keys?{query}")
    assert response.status_code == 400
    assert response.json()["error"]["param"] == query.split("=")[0]


def test_a_list_has_items_total_limit_and_offset(alice, api_of):
    body = api_of(alice).get("/api/keys?limit=1").json()
    assert set(body) == {"items", "total", "limit", "offset"}
    assert (body["total"], body["limit"], body["offset"]) == (1, 1, 0)


@pytest.mark.parametrize(
    ("content_type", "body"),
    [
        ("application/json", b"{"),
        ("application/json", b"[]"),
        ("application/json", b"\xff\xfe"),
        ("text/plain", b"x"),
    ],
)
def test_a_body_that_cannot_be_read_is_a_client_error_in_our_shape(alice, api_of, content_type, body):
    response = api_of(alice).generic("POST", "/api/keys", body, content_type=content_type)
    assert response.status_code in (400, 415)
    assert set(response.json()["error"]) == {"code", "message", "param"}


def test_a_refused_host_is_told_to_programs_in_json(db):
    response = Client().get("/api/me", HTTP_HOST="evil.example")
    assert response.status_code == 400
    assert response.json()["error"]["code"] == "invalid"


def test_a_refusal_on_a_page_says_why(db, stranger):
    assert "does not take new accounts" in stranger.get("/sign-up/").content.decode()


@pytest.mark.parametrize("body", ["[" * 200_000, '{"a":' * 100_000])
def test_json_nested_without_end_is_a_client_error(alice, api_of, body):
    response = api_of(alice).generic("PATCH", "/api/me", body, content_type="application/json")
    assert response.status_code == 400
    assert response.json()["error"]["code"] == "invalid"


@pytest.mark.parametrize("accept", ["text/html", "audio/wav", "image/png"])
def test_a_program_is_answered_whatever_it_says_it_accepts(alice, api_of, accept):
    assert api_of(alice).get("/api/me", HTTP_ACCEPT=accept).json()["username"] == "alice"


def test_an_address_cannot_forge_a_line_of_the_log(db, stranger, caplog):
    stranger.get("/nothing%0A2026-11-21 INFO accounts [-] FORGED%1b[31m")
    record = next(record for record in caplog.records if "FORGED" in record.getMessage())
    line = TextFormatter("%(levelname)s %(message)s").format(record)
    assert "\n" not in line
    assert "\x1b" not in line


def test_a_secret_link_is_not_in_the_log(db, stranger, caplog):
    stranger.get("/setup/this-is-the-token/")
    assert "this-is-the-token" not in caplog.text
