"""Whose each address is: the table that every new address has to stand in."""

import uuid
from collections.abc import Iterator

from django.urls import URLPattern, URLResolver, get_resolver, reverse


def _named(apps: dict[str, str]) -> set[str]:
    """{"clips": "list upload"} as the names that `reverse` knows; without an app, the name alone."""
    return {f"{app}:{name}".lstrip(":") for app, names in apps.items() for name in names.split()}


def _owned(apps: dict[str, dict[str, str]]) -> dict[str, str]:
    """The same with the kind of row (tests.rows) which the address is about."""
    return {
        f"{app}:{name}": kind
        for app, rows in apps.items()
        for kind, names in rows.items()
        for name in names.split()
    }


# Anybody may see these.
PUBLIC = _named(
    {
        "": "api-docs health health-ready metadata schema",
        "accounts": (
            "password-reset password-reset-complete password-reset-confirm password-reset-done setup "
            "sign-in sign-out sign-up"
        ),
    }
)
# Loopback or a token; tested in tests/voicesite/test_operations.py.
GUARDED_OTHERWISE = {"metrics"}
# Signed in, about oneself: no id in the address.
OWN = _named(
    {
        "": "history-settings home",
        "accounts": "appearance data delete export keys security settings",
        "archives": "import",
        "clips": "list upload",
        "compositions": "list outline",
        "conversations": "example list",
        "effects": "presets preview",
        "history": "delete-some export page restore-some statistics",
        "items": (
            "add delete-some export import list preview put-in-list refresh-some restore-some sounds tag "
            "untag"
        ),
        "jobs": "list tray",
        "lexicons": "import list",
        "lists": "groups join list",
        "own-voices": "page",
        "practice-stats": "goal learn page practise-words unlearn word-audio words",
        "practice": "aloud check examples page sounds text",
        "profiles": "catalogue list new say voice-sample",
        "projects": "import",
        "sending": "add",
        "speak": "apply-profile file long page save-profile",
        "studio": "page",
        "transcribe": "page",
    }
)
OWN_API = _named(
    {
        "accounts-api": "audit export keys me",
        "archives-api": "import",
        "attempts-api": "list",
        "clips-api": "list",
        "compositions-api": "composer-render from-conversation import list",
        "conversations-api": "list script-preview",
        "effects-api": "builtin order presets preview",
        "history-api": "export-csv exports list preferences stats",
        "item-sources-api": "entry text",
        "items-api": "bulk list tags",
        "jobs-api": "jobs",
        "lexicons-api": "import list",
        "lists-api": "export-items groups import-items join lists",
        "own-voices-api": "list",
        "practice-stats-api": ("difficulty goal learnt-words practice-log progress summary word-audio words"),
        "profiles-api": "list",
        "samples-api": "reading-texts",
        "speak-api": "jobs",
        "transcribe-api": "archive list",
        "tts-api": "convert convert-multiple languages list",
    }
)
# Somebody's row: 404 for everybody else.
OBJECTS = _owned(
    {
        "accounts": {
            "key": "key-revoke",
        },
        "adding": {
            "composition": "sounds upload",
        },
        "archives": {
            "profile": "export",
        },
        "clips": {
            "clip": "detail rename row delete audio waveform restore",
        },
        "compositions": {
            "composition": (
                "page clips row rename duplicate delete restore versions restore-version remove-version"
            ),
        },
        "conversations": {
            "conversation": (
                "editor row rename duplicate delete restore settings script script-preview add-turn "
                "render stop state"
            ),
            "turn": "turn effects move-turn duplicate-turn remove-turn speak-turn",
        },
        "effects": {
            "preset": "edit delete restore up down",
        },
        "exports": {
            "conversation": "export subtitles",
        },
        "history": {
            "take": "entry row audio words favourite note again current keep delete restore listen",
        },
        "item-audio": {
            "item": "audio",
        },
        "item-sources": {
            "take": "entry",
        },
        "items": {
            "item": "delete edit refresh restore row",
        },
        "jobs": {
            "job": "cancel retry dismiss file remove",
        },
        "lexicons": {
            "lexicon": (
                "detail edit delete restore export import-into try listen add-word undo word word-row "
                "remove-word"
            ),
        },
        "lists": {
            "group": (
                "agree delete-group group leave remove-member rename-group renew-code restore-group share"
            ),
            "item_list": "add delete export find move one put-back remove rename restore",
        },
        "matching": {
            "profile": "page start stop apply nearest blend",
        },
        "own-voices": {
            "own_voice": "state change preview delete restore",
        },
        "practice-stats": {
            "item": "item",
        },
        "preview": {
            "composition": "sound frozen",
        },
        "profiles": {
            "profile": "editor sample default duplicate delete restore",
        },
        "samples": {
            "profile": "page add add-clip together",
            "sample": "move remove trim transcript enable denoise hear heard used",
        },
        "sending": {
            "conversation": "conversation",
        },
        "speak": {
            "take": "audio words state download subtitles again stop keep delete restore profile-of",
        },
        "transcribe": {
            "transcript": (
                "detail state segments segment edit revert-segment revert speakers rename words download "
                "again stop keep delete restore"
            ),
        },
    }
)
OBJECTS_API = _owned(
    {
        "accounts-api": {
            "key": "key",
        },
        "archives-api": {
            "profile": "export",
        },
        "attempts-api": {
            "attempt": "detail",
            "item": "shadow",
        },
        "clips-api": {
            "clip": "detail audio waveform peaks",
        },
        "compositions-api": {
            "composition": (
                "detail restore duplicate audio project-json project-zip project render tracks track "
                "regions region versions version restore-version"
            ),
        },
        "conversations-api": {
            "conversation": "detail restore duplicate script turns",
            "turn": "turn turn-duplicate turn-move",
        },
        "effects-api": {
            "preset": "preset restore",
        },
        "exports-api": {
            "conversation": "export subtitles",
        },
        "history-api": {
            "take": "detail audio restore takes regenerate current words",
        },
        "item-audio-api": {
            "item": "state audio refresh",
        },
        "items-api": {
            "item": "detail restore difficulty item-tags",
            "tag": "tag",
        },
        "jobs-api": {
            "job": "job cancel retry file",
        },
        "lexicons-api": {
            "lexicon": "detail words word try export merge",
        },
        "lists-api": {
            "group": "code group group-list group-lists member members membership restore-group scores",
            "item_list": "export-list list list-item list-items restore-list",
        },
        "matching-api": {
            "profile": "match apply",
        },
        "own-voices-api": {
            "own_voice": "detail audio preview restore",
        },
        "practice-stats-api": {
            "item": "item",
        },
        "profiles-api": {
            "profile": "detail restore default duplicate avatar",
        },
        "renders-api": {
            "conversation": "render audio",
            "turn": "speak turn-audio",
        },
        "samples-api": {
            "profile": "list reference",
            "sample": "sample move transcribe",
        },
        "speak-api": {
            "take": "proof",
        },
        "transcribe-api": {
            "transcript": "detail download stop retry revert restore",
        },
        "tts-api": {
            "conversion": "conversion download",
        },
    }
)
# For keys with the scope `speech`.
SPEECH_API = {
    "openai-api:speech",
    "openai-api:voices",
    "openai-api:voice",
    "openai-api:voice-consents",
    "openai-api:voice-consent",
    "speak-api:timed",
}
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
EFFECTS_API = {"effects-api:list", "providers-api:list", "providers-api:one"}
# Staff alone.
STAFF = _named(
    {
        "speech": (
            "models provider-load provider-reset provider-unload provider-voices provider-warm-up providers "
            "pull remove verify"
        )
    }
)
STAFF_API = _named({"packs-api": "list", "providers-api": "load reset unload voices-refresh warm-up"})
# A whole page each, to be looked at. The other addresses answer with parts, files and JSON, or send on.
PAGES = _named(
    {
        "": "history-settings",
        "accounts": (
            "data keys password-reset password-reset-complete password-reset-confirm password-reset-done "
            "security settings sign-in sign-up"
        ),
        "archives": "import",
        "clips": "detail list rename",
        "compositions": "list page rename versions",
        "conversations": "editor rename script turn",
        "effects": "edit presets",
        "history": "entry note page statistics",
        "item-sources": "entry",
        "items": "add edit import list",
        "jobs": "list",
        "lexicons": "detail edit list try word",
        "lists": "group groups join list one rename rename-group",
        "matching": "page",
        "own-voices": "page",
        "practice": "page",
        "practice-stats": "item page words",
        "profiles": "editor list new",
        "projects": "import",
        "samples": "page",
        "sending": "add",
        "speak": "page profile-of",
        "speech": "models",
        "studio": "page",
        "transcribe": "detail edit page",
    }
)
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
    "item_id": uuid.UUID(int=7),
    "list_id": uuid.UUID(int=7),
    "membership_id": uuid.UUID(int=7),
    "token": "guess",
    "uidb64": "MQ",
    "name": "whisper-base",
    "engine": "espeak",
    "voice": "fi",
    "consent_id": str(uuid.UUID(int=7)),
    "voice_id": str(uuid.UUID(int=7)),
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
    pattern = dict(every_address())[name]
    wanted = {key: kwargs.get(key.removeprefix("job_"), SAMPLE[key]) for key in pattern.pattern.converters}
    return reverse(name, kwargs=wanted)
