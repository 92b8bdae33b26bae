"""Prompts that were made of a recording go with it."""

import pytest
import torch

from speech.own_voices.services import delete_voice
from speech.provider_openers import provider_settings
from speech.providers.research.prompts import FOLDER, PromptCache, PromptCounts, PromptKey
from speech.voice_prompts import forget_prompts
from tests.speech.own_voices.builders import make_own_voice
from voicesite.config_providers import ProviderConfig


@pytest.fixture
def providers(settings, tmp_path):
    research = {
        "one": ProviderConfig(kind="csm", model="/one"),
        "two": ProviderConfig(kind="dia", model="/two"),
    }
    config = settings.CONFIG.model_copy(update={"providers": research, "data_dir": tmp_path})
    settings.CONFIG = config
    return provider_settings(threads=1)


def counted(provider, *digests):
    """After a start, how many of the recordings are known."""
    cache = PromptCache(provider.cache_dir / FOLDER)
    for digest in digests:
        key = PromptKey(reference=digest, transcript="", kind=provider.kind, model_version="1")
        cache.prompt(key, lambda: {"codes": torch.zeros(4)})
    return cache.counts()


def test_all_that_was_made_of_a_recording_goes_and_others_stay(providers):
    for provider in providers.values():
        counted(provider, "alice", "bob")
    forget_prompts("alice")
    for provider in providers.values():
        assert counted(provider, "alice", "bob") == PromptCounts(from_disk=1, made=1)


def test_they_go_also_where_the_settings_name_their_provider_no_more(providers, settings):
    counted(providers["one"], "alice")
    settings.CONFIG = settings.CONFIG.model_copy(update={"providers": {}})
    forget_prompts("alice")
    assert counted(providers["one"], "alice") == PromptCounts(made=1)


@pytest.mark.parametrize("is_the_account", [False, True])
def test_they_go_with_an_own_voice_or_its_person(
    alice, providers, django_capture_on_commit_callbacks, is_the_account
):
    voice = make_own_voice(alice)
    counted(providers["one"], voice.clip.sha256)
    with django_capture_on_commit_callbacks(execute=True):
        if is_the_account:
            alice.delete()
        else:
            delete_voice(voice=voice)
    assert counted(providers["one"], voice.clip.sha256) == PromptCounts(made=1)


def test_what_can_not_be_removed_holds_up_nobody(providers, caplog):
    folder = providers["one"].cache_dir / FOLDER
    counted(providers["one"], "alice")
    counted(providers["two"], "alice")
    [made] = folder.iterdir()
    for path in made.iterdir():
        path.unlink()
    made.rmdir()
    made.write_text("a file, where a folder was")
    forget_prompts("alice")
    assert "can't be removed" in caplog.text
    assert counted(providers["two"], "alice") == PromptCounts(made=1)
