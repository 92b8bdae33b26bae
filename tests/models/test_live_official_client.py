"""The official client, a real voice and the real model: what is said to it comes back in writing."""

import base64
import re
import threading
from collections.abc import Iterator

import numpy as np
import openai
import pytest
import soxr
from openai.resources.realtime.realtime import RealtimeConnection

from accounts.services.keys import create_key
from tests.asgi_server import serving
from tests.processes import PATIENCE_SECONDS
from tests.voices import joe_says

pytestmark = [pytest.mark.models, pytest.mark.usefixtures("packs")]

RATE_HZ = 24_000
SENTENCES = [
    "The brown fox jumps over the lazy dog.",
    "The river was high that morning, and the ferry had not come.",
]
WORDS = [{"brown", "fox", "jumps", "lazy", "dog"}, {"river", "high", "that", "morning", "come"}]
HOW = {
    "extra_query": {"intent": "transcription"},
    "websocket_connection_options": {"open_timeout": PATIENCE_SECONDS, "ping_timeout": PATIENCE_SECONDS},
}
TRANSCRIPTION = "conversation.item.input_audio_transcription"


@pytest.fixture
def client(transactional_db, alice) -> Iterator[openai.OpenAI]:
    _, key = create_key(user=alice, name="program", scopes=["transcribe"])
    with serving() as url, openai.OpenAI(base_url=f"{url}/v1", api_key=key, max_retries=0) as made:
        yield made


@pytest.fixture(scope="module")
def recording(packs) -> bytes:
    """Both sentences with a second of silence around each."""
    silence = np.zeros(RATE_HZ, np.float32)
    parts = [silence]
    for sentence in SENTENCES:
        samples, rate_hz = joe_says(packs, sentence)
        parts += [soxr.resample(samples, rate_hz, RATE_HZ), silence]
    return (np.concatenate(parts).clip(-1, 1) * 32_767).astype("<i2").tobytes()


def send(connection: RealtimeConnection, sound: bytes) -> None:
    for start in range(0, len(sound), RATE_HZ // 5):
        piece = base64.b64encode(sound[start : start + RATE_HZ // 5]).decode()
        connection.input_audio_buffer.append(audio=piece)


def test_sentences_come_back_one_by_one(client, recording):
    with client.realtime.connect(**HOW) as connection:
        connection.session.update(
            session={
                "type": "transcription",
                "audio": {
                    "input": {
                        "format": {"type": "audio/pcm", "rate": RATE_HZ},
                        "transcription": {"model": "gpt-4o-transcribe", "language": "en"},
                        "turn_detection": {"type": "server_vad", "silence_duration_ms": 500},
                        "noise_reduction": {"type": "near_field"},
                    }
                },
            }
        )
        threading.Thread(target=send, args=(connection, recording), daemon=True).start()
        received = []
        for event in connection:
            received.append(event)
            if [e.type for e in received].count(f"{TRANSCRIPTION}.completed") == len(SENTENCES):
                break
    heard = [event.transcript for event in received if event.type == f"{TRANSCRIPTION}.completed"]
    for words, text in zip(WORDS, heard, strict=True):
        assert words <= set(re.findall(r"\w+", text.lower())), text
    told = {
        item: "".join(e.delta for e in received if e.type == f"{TRANSCRIPTION}.delta" and e.item_id == item)
        for item in (e.item_id for e in received if e.type == "input_audio_buffer.committed")
    }
    assert list(told.values()) == heard


def test_a_client_secret_opens_the_door_and_its_session_is_there(client, recording):
    made = client.realtime.client_secrets.create(
        session={
            "type": "transcription",
            "audio": {"input": {"transcription": {"language": "en"}, "turn_detection": None}},
        }
    )
    with (
        client.copy(api_key=made.value) as page,
        page.realtime.connect(**HOW) as connection,
    ):
        session = connection.recv().session
        assert session.audio.input.turn_detection is None
        send(connection, recording)
        connection.input_audio_buffer.commit()
        completed = next(event for event in connection if event.type == f"{TRANSCRIPTION}.completed")
    assert "brown fox" in completed.transcript
    assert "river was high" in completed.transcript
    assert completed.usage.seconds == pytest.approx(len(recording) / 2 / RATE_HZ, abs=0.05)
