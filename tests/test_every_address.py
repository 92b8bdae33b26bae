"""One table over the whole URL map: every address refuses the anonymous and the stranger.

A new view that is not in the table fails here, so it can't be forgotten.
"""

import uuid
from collections.abc import Iterator

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver
from rest_framework.test import APIClient

from accounts.services.keys import create_key

# Anybody may see these.
PUBLIC = {
    "accounts:sign-in",
    "accounts:sign-out",
    "accounts:sign-up",
    "accounts:setup",
    "accounts:password-reset",
    "accounts:password-reset-done",
    "accounts:password-reset-confirm",
    "accounts:password-reset-complete",
    "health",
    "health-ready",
    "metadata",
    "schema",
    "api-docs",
}
# Loopback or a token; tested in tests/voicesite/test_operations.py.
GUARDED_OTHERWISE = {"metrics"}
# Signed in, about oneself: no id in the address.
OWN = {
    "home",
    "accounts:settings",
    "accounts:appearance",
    "accounts:keys",
    "accounts:security",
    "accounts:data",
    "accounts:export",
    "accounts:delete",
    "history-settings",
    "clips:list",
    "clips:upload",
    "history:page",
    "history:statistics",
    "history:delete-some",
    "history:export",
    "history:restore-some",
    "jobs:list",
    "jobs:tray",
    "effects:presets",
    "effects:preview",
    "lexicons:list",
    "lexicons:import",
    "compositions:list",
    "compositions:outline",
    "speak:page",
    "speak:long",
    "sending:add",
    "speak:file",
    "speak:apply-profile",
    "speak:save-profile",
    "archives:import",
    "profiles:list",
    "profiles:catalogue",
    "profiles:new",
    "profiles:say",
    "profiles:voice-sample",
    "transcribe:page",
}
OWN_API = {
    "accounts-api:me",
    "accounts-api:export",
    "accounts-api:keys",
    "accounts-api:audit",
    "clips-api:list",
    "history-api:list",
    "history-api:stats",
    "history-api:preferences",
    "history-api:export-csv",
    "history-api:exports",
    "jobs-api:jobs",
    "effects-api:preview",
    "effects-api:presets",
    "effects-api:order",
    "effects-api:builtin",
    "lexicons-api:list",
    "lexicons-api:import",
    "archives-api:import",
    "profiles-api:list",
    "samples-api:reading-texts",
    "compositions-api:list",
    "compositions-api:import",
    "compositions-api:from-conversation",
    "compositions-api:composer-render",
    "speak-api:jobs",
    "transcribe-api:list",
    "transcribe-api:archive",
}
# Somebody's row: 404 for everybody else. Name -> the fixture that makes Alice's row.
OBJECTS = {
    "accounts:key-revoke": "key",
    "clips:detail": "clip",
    "clips:rename": "clip",
    "clips:row": "clip",
    "clips:delete": "clip",
    "clips:audio": "clip",
    "clips:waveform": "clip",
    "clips:restore": "clip",
    "jobs:cancel": "job",
    "jobs:retry": "job",
    "jobs:dismiss": "job",
    "jobs:file": "job",
    "jobs:remove": "job",
    **{f"speak:{name}": "take" for name in ("audio", "words", "state", "download", "subtitles", "again")},
    **{f"speak:{name}": "take" for name in ("stop", "keep", "delete", "restore")},
    "speak:profile-of": "take",
    **{f"transcribe:{name}": "transcript" for name in ("detail", "state", "segments", "segment", "edit")},
    **{f"transcribe:{name}": "transcript" for name in ("revert-segment", "revert", "speakers", "rename")},
    **{f"transcribe:{name}": "transcript" for name in ("words", "download", "again", "stop", "keep")},
    **{f"transcribe:{name}": "transcript" for name in ("delete", "restore")},
    **{f"history:{name}": "take" for name in ("entry", "row", "audio", "words", "favourite", "note")},
    **{f"history:{name}": "take" for name in ("again", "current", "keep", "delete", "restore")},
    "history:listen": "take",
    **{f"profiles:{name}": "profile" for name in ("editor", "sample", "default", "duplicate")},
    **{f"profiles:{name}": "profile" for name in ("delete", "restore")},
    "archives:export": "profile",
    **{f"matching:{name}": "profile" for name in ("page", "start", "stop", "apply", "nearest", "blend")},
    **{f"effects:{name}": "preset" for name in ("edit", "delete", "restore", "up", "down")},
    "sending:conversation": "conversation",
    **{f"compositions:{name}": "composition" for name in ("page", "clips", "row", "rename", "duplicate")},
    **{f"compositions:{name}": "composition" for name in ("delete", "restore", "versions")},
    **{f"compositions:{name}": "composition" for name in ("restore-version", "remove-version")},
    **{f"preview:{name}": "composition" for name in ("sound", "frozen")},
    **{f"adding:{name}": "composition" for name in ("sounds", "upload")},
    "lexicons:detail": "lexicon",
    "lexicons:edit": "lexicon",
    "lexicons:delete": "lexicon",
    "lexicons:restore": "lexicon",
    "lexicons:export": "lexicon",
    "lexicons:import-into": "lexicon",
    "lexicons:try": "lexicon",
    "lexicons:listen": "lexicon",
    "lexicons:add-word": "lexicon",
    "lexicons:undo": "lexicon",
    "lexicons:word": "lexicon",
    "lexicons:word-row": "lexicon",
    "lexicons:remove-word": "lexicon",
    **{f"samples:{name}": "profile" for name in ("page", "add", "add-clip", "together")},
    **{f"samples:{name}": "sample" for name in ("move", "remove", "trim", "transcript", "enable")},
    **{f"samples:{name}": "sample" for name in ("denoise", "hear", "heard", "used")},
}
OBJECTS_API = {
    "accounts-api:key": "key",
    "clips-api:detail": "clip",
    "clips-api:audio": "clip",
    "clips-api:waveform": "clip",
    "clips-api:peaks": "clip",
    **{f"history-api:{name}": "take" for name in ("detail", "audio", "restore", "takes")},
    **{f"history-api:{name}": "take" for name in ("regenerate", "current", "words")},
    "speak-api:proof": "take",
    "jobs-api:job": "job",
    "jobs-api:cancel": "job",
    "jobs-api:retry": "job",
    "jobs-api:file": "job",
    **{f"transcribe-api:{name}": "transcript" for name in ("detail", "download", "stop", "retry")},
    **{f"transcribe-api:{name}": "transcript" for name in ("revert", "restore")},
    "effects-api:preset": "preset",
    "effects-api:restore": "preset",
    **{f"compositions-api:{name}": "composition" for name in ("detail", "restore", "duplicate", "audio")},
    **{f"compositions-api:{name}": "composition" for name in ("project-json", "project-zip", "project")},
    **{f"compositions-api:{name}": "composition" for name in ("render", "tracks", "track", "regions")},
    **{f"compositions-api:{name}": "composition" for name in ("region", "versions", "version")},
    "compositions-api:restore-version": "composition",
    "lexicons-api:detail": "lexicon",
    "lexicons-api:words": "lexicon",
    "lexicons-api:word": "lexicon",
    "lexicons-api:try": "lexicon",
    "lexicons-api:export": "lexicon",
    "lexicons-api:merge": "lexicon",
    **{f"profiles-api:{name}": "profile" for name in ("detail", "restore", "default", "duplicate", "avatar")},
    "archives-api:export": "profile",
    **{f"matching-api:{name}": "profile" for name in ("match", "apply")},
    **{f"samples-api:{name}": "profile" for name in ("list", "reference")},
    **{f"samples-api:{name}": "sample" for name in ("sample", "move", "transcribe")},
    **{f"renders-api:{name}": "conversation" for name in ("render", "audio")},
    **{f"renders-api:{name}": "turn" for name in ("speak", "turn-audio")},
}
# For keys with the scope `speech`.
SPEECH_API = {"openai-api:speech", "openai-api:voices", "speak-api:timed"}
# For keys with the scope `transcribe`.
HEARING_API = {
    "openai-api:transcriptions",
    "openai-api:translations",
    "openai-api:realtime",
    "openai-api:client-secrets",
}
# For keys with either.
MODELS_API = {"openai-api:models", "openai-api:model"}
# For keys with the scope `speech` or `manage`.
EFFECTS_API = {"effects-api:list"}
# Staff alone.
STAFF = {"speech:models", "speech:pull", "speech:verify", "speech:remove"}
STAFF_API = {"packs-api:list"}
KNOWN = (
    PUBLIC
    | GUARDED_OTHERWISE
    | OWN
    | OWN_API
    | set(OBJECTS)
    | set(OBJECTS_API)
    | SPEECH_API
    | HEARING_API
    | MODELS_API
    | EFFECTS_API
    | STAFF
    | STAFF_API
)
KEYS_API = OWN_API | set(OBJECTS_API) | SPEECH_API | HEARING_API | MODELS_API | EFFECTS_API | STAFF_API
SAMPLE = {
    "pk": uuid.UUID(int=7),
    "profile_pk": uuid.UUID(int=7),
    "turn_id": uuid.UUID(int=7),
    "job_id": uuid.UUID(int=7),
    "word_id": uuid.UUID(int=7),
    "token": "guess",
    "uidb64": "MQ",
    "name": "whisper-base",
    "engine": "espeak",
    "voice": "fi",
    "kind": "srt",
    "form": "srt",
    "position": 0,
    "slug": "robot",
    "model_id": "kokoro",
    "track_id": "t1",
    "region_id": "r1",
    "number": 1,
}


def every_address() -> Iterator[tuple[str, URLPattern]]:
    def walk(resolver: URLResolver, namespace: str) -> Iterator[tuple[str, URLPattern]]:
        for entry in resolver.url_patterns:
            if isinstance(entry, URLResolver):
                inner = f"{namespace}{entry.namespace}:" if entry.namespace else namespace
                if entry.namespace != "admin":
                    yield from walk(entry, inner)
            else:
                yield f"{namespace}{entry.name}", entry

    yield from walk(get_resolver(), "")


def address(name: str, **kwargs: object) -> str:
    from django.urls import reverse

    pattern = dict(every_address())[name]
    wanted = {key: kwargs.get(key.removeprefix("job_"), SAMPLE[key]) for key in pattern.pattern.converters}
    return reverse(name, kwargs=wanted)


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


@pytest.fixture
def key(alice):
    return create_key(user=alice, name="script", scopes=["manage"])[0]


@pytest.fixture
def job(alice):
    from jobs.services import enqueue

    return enqueue(kind="accounts.export", owner=alice)


@pytest.fixture
def clip(alice):
    from tests.clips.builders import make_clip

    return make_clip(alice)


@pytest.fixture
def take(alice):
    from tests.speak.builders import make_take

    return make_take(alice)


@pytest.fixture
def transcript(alice):
    from tests.transcribe.builders import make_transcript

    return make_transcript(alice).entry


@pytest.fixture
def profile(alice):
    from tests.profiles.builders import make_profile

    return make_profile(alice, backend="espeak", voice="fi")


@pytest.fixture
def preset(alice):
    from tests.profiles.effects.builders import make_preset

    return make_preset(alice)


@pytest.fixture
def composition(alice):
    from tests.studio.compositions.builders import make_composition

    return make_composition(alice)


@pytest.fixture
def lexicon(alice):
    from tests.speech.lexicon_builders import make_lexicon

    return make_lexicon(alice, SQL="sequel")


@pytest.fixture
def sample(profile):
    from tests.profiles.samples.builders import make_sample

    return make_sample(profile)


@pytest.fixture
def conversation(alice):
    from tests.studio.conversations.builders import make_conversation

    return make_conversation(alice, "Hello.")


@pytest.fixture
def turn(conversation):
    return conversation.turns.get()


@pytest.mark.parametrize(("name", "fixture"), sorted((OBJECTS | OBJECTS_API).items()))
def test_another_persons_row_is_as_absent_as_no_row(bob, client_of, api_of, request, name, fixture):
    row = request.getfixturevalue(fixture)
    client = api_of(bob) if name in OBJECTS_API else client_of(bob)
    profile_pk = getattr(row, "profile_id", row.pk)
    pk = getattr(row, "conversation_id", row.pk)
    of_alice = answers(client, address(name, pk=pk, id=row.pk, profile_pk=profile_pk, turn_id=row.pk))
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
