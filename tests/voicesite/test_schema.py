"""The description of the API is complete, without warnings, and served without the network."""

import io
from contextlib import redirect_stderr

import pytest
from django.core.management import call_command


def test_the_schema_is_made_without_a_warning(db, tmp_path):
    complaints = io.StringIO()
    with redirect_stderr(complaints):
        call_command("spectacular", "--fail-on-warn", "--validate", "--file", str(tmp_path / "schema.yml"))
    assert complaints.getvalue() == ""


def test_it_tells_how_to_sign_in_and_what_an_error_looks_like(db, stranger):
    schema = stranger.get("/api/schema?format=json").json()
    assert "ApiKey" in schema["components"]["securitySchemes"]
    assert set(schema["components"]["schemas"]["ErrorBody"]["properties"]) == {"code", "message", "param"}
    operations = [op for path in schema["paths"].values() for op in path.values() if "operationId" in op]
    assert all("default" in operation["responses"] for operation in operations)
    ids = [operation["operationId"] for operation in operations]
    assert len(ids) == len(set(ids))


@pytest.mark.parametrize("path", ["/api/docs", "/api/docs?script=1"])
def test_swagger_ui_comes_from_here(db, stranger, path):
    page = stranger.get(path)
    assert page.status_code == 200
    assert b"https://" not in page.content
    assert b"<style" not in page.content


def test_the_doors_under_v1_are_described_with_their_own_errors_and_audio_as_bytes(db, stranger):
    schema = stranger.get("/api/schema?format=json").json()
    operations = {
        op["operationId"]: op
        for path, methods in schema["paths"].items()
        if path.startswith("/v1/")
        for op in methods.values()
    }
    assert set(operations) == {
        "v1_speech_create",
        "v1_transcriptions_create",
        "v1_translations_create",
        "v1_realtime_client_secrets_create",
        "v1_voices_list",
        "v1_voices_create",
        "v1_voices_delete",
        "v1_voice_consents_create",
        "v1_voice_consents_delete",
        "v1_voice_consents_list",
        "v1_voice_consents_retrieve",
        "v1_voice_consents_update",
        "v1_models_list",
        "v1_models_retrieve",
    }
    for operation in operations.values():
        error = operation["responses"]["default"]["content"]["application/json"]["schema"]["$ref"]
        assert error.endswith("/OpenAiError")
    body = schema["components"]["schemas"]["OpenAiErrorBody"]["properties"]
    assert set(body) == {"message", "type", "param", "code"}
    speech = operations["v1_speech_create"]
    assert speech["responses"]["200"]["content"]["audio/mpeg"]["schema"]["format"] == "binary"
    assert "text/event-stream" in speech["responses"]["200"]["content"]
    assert speech["requestBody"]["content"]["application/json"]["examples"]
    fields = schema["components"]["schemas"]["SpeechRequest"]["properties"]
    assert (fields["speed"]["minimum"], fields["speed"]["maximum"]) == (0.25, 4.0)


def test_what_hears_is_described_with_its_form_and_its_answers(db, stranger):
    schema = stranger.get("/api/schema?format=json").json()
    hear = schema["paths"]["/v1/audio/transcriptions"]["post"]
    [(content_type, form)] = hear["requestBody"]["content"].items()
    assert content_type == "multipart/form-data"
    assert form["examples"]
    fields = schema["components"]["schemas"]["TranscriptionFormRequest"]
    assert set(fields["required"]) == {"file", "model"}
    assert fields["properties"]["file"]["format"] == "binary"
    lists = {name for name, field in fields["properties"].items() if field.get("type") == "array"}
    assert lists == {
        *("languages[]", "keywords[]", "timestamp_granularities[]", "include[]"),
        *("known_speaker_names[]", "known_speaker_references[]"),
    }
    assert "oneOf" in fields["properties"]["chunking_strategy"]
    answers = hear["responses"]["200"]["content"]
    assert set(answers) == {"application/json", "text/plain", "text/vtt", "text/event-stream"}
    segment = schema["components"]["schemas"]["TranscriptSegment"]["properties"]
    assert len(segment) == 10
    assert "/v1/audio/translations" in schema["paths"]
