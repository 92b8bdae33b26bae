"""`manage.py providers`."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from speech.engines.errors import EngineUnavailable
from speech.models import ProviderState
from speech.providers.failures import FailureKind
from tests.speech.fake_engine import FakeEngine
from tests.speech.fake_site import put_engines
from tests.speech.providers.provider_settings import name_providers
from tests.speech.providers.remote_engine import RemoteEngine


@pytest.fixture
def remote(db, monkeypatch, settings, tmp_path):
    engine = RemoteEngine()
    gone = EngineUnavailable("gone", reason="its key is missing", what_to_do="Put it into GONE_KEY.")
    put_engines(monkeypatch, settings, tmp_path, FakeEngine("local"), engine, missing={"gone": gone})
    name_providers(settings, remote={"kind": "openai"})
    return engine


def told(*arguments: str) -> list[str]:
    out = StringIO()
    call_command("providers", *arguments, stdout=out, stderr=StringIO())
    return out.getvalue().splitlines()


def test_it_lists_each_with_its_state_and_asks_nobody(remote):
    lines = told()
    assert [line.split()[:3] for line in lines[1:]] == [
        ["local", "built-in", "available"],
        ["remote", "openai", "available"],
        ["gone", "built-in", "unavailable"],
    ]
    assert "its key is missing. Put it into GONE_KEY." in lines[3]
    assert remote.asked == 0


def test_checking_asks_for_voices(remote):
    told("--check")
    assert remote.asked == 1
    assert ProviderState.objects.get().last_success_at


def test_checking_fails_where_one_does_not_answer(remote):
    remote.failure = FailureKind.AUTH
    with pytest.raises(CommandError, match="No answer from remote"):
        told("--check")
    assert ProviderState.objects.get().last_failure_kind == "auth"
    assert "its last answer was a failure (auth)" in told()[2]
