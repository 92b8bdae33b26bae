"""Who may open the live door, how wide, and what ends a connection."""

import base64
import json
import random
import threading
from collections.abc import Iterator
from contextlib import ExitStack
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone
from websockets.exceptions import ConnectionClosed, InvalidStatus

from accounts.models import ApiKey, User
from openai_api.realtime.backlog import Backlog
from tests.openai_api.live import PATH, TRANSCRIPTION, Live, live, opened, sentence, types
from tests.processes import PATIENCE_SECONDS, wait_until
from tests.speech.recognition.fake_hearing import put_recognisers
from tests.speech.recognition.fake_recogniser import FakeRecogniser
from tests.speech.recognition.sounds import silence, spoken

SECRETS = "/v1/realtime/client_secrets"


@pytest.fixture
def gate() -> Iterator[threading.Event]:
    gate = threading.Event()
    gate.set()
    yield gate
    gate.set()


@pytest.fixture
def recogniser(gate, monkeypatch, settings) -> FakeRecogniser:
    fake = FakeRecogniser(gate=gate)
    put_recognisers(monkeypatch, settings, fake)
    return fake


@pytest.fixture
def key(recogniser, transactional_db, alice: User, key_of) -> str:
    return key_of(alice, "transcribe")


def limited(settings, **limits) -> None:
    settings.CONFIG = settings.CONFIG.model_copy(update=limits)


def refused(server: str, key: str = "", **options) -> tuple[int, dict]:
    with pytest.raises(InvalidStatus) as caught, opened(server, key, **options):
        pass
    response = caught.value.response
    return response.status_code, json.loads(response.body)["error"] | {"headers": response.headers}


def cookie_of(client: Client) -> str:
    return f"voicesite_session={client.cookies['voicesite_session'].value}"


def test_without_a_key_there_is_no_connection(server, recogniser):
    status, error = refused(server)
    assert status == 401
    assert error["code"] == "invalid_api_key"
    assert error["headers"]["www-authenticate"].startswith("Bearer")


@pytest.mark.parametrize("wrong", ["vs_nobody", "ek_nobody", "ek_", "ä"])
def test_a_wrong_key_opens_nothing(server, recogniser, wrong):
    assert refused(server, headers={"Authorization": f"Bearer {wrong}".encode().decode("latin-1")})[0] == 401


def test_a_key_needs_the_scope(server, recogniser, alice, key_of):
    status, error = refused(server, key_of(alice, "speech"))
    assert (status, error["code"]) == (403, "missing_scope")


def test_a_revoked_key_opens_nothing(server, key):
    ApiKey.objects.all().delete()
    assert refused(server, key)[0] == 401


def test_a_person_who_was_switched_off_has_no_connection(server, key, alice):
    User.objects.update(is_active=False)
    assert refused(server, key)[0] == 401


def test_a_page_of_the_site_uses_its_session(server, recogniser, alice, client_of):
    with live(server, headers={"Cookie": cookie_of(client_of(alice))}, origin=server) as client:
        client.say(sentence())
        assert client.until(f"{TRANSCRIPTION}.completed")


@pytest.mark.parametrize("origin", ["https://elsewhere.example", "null", None])
def test_a_page_of_another_site_cant_use_a_session(server, recogniser, alice, client_of, origin):
    status, _ = refused(server, headers={"Cookie": cookie_of(client_of(alice))}, origin=origin)
    assert status == 403


def test_a_page_of_another_site_can_use_a_key(server, key):
    offered = ["realtime", f"openai-insecure-api-key.{key}", "openai-beta.realtime-v1"]
    with live(server, rate_hz=0, subprotocols=offered, origin="https://elsewhere.example") as client:
        assert client.connection.subprotocol == "realtime"
        assert client.created["type"] == "transcription_session.created"


def test_a_name_that_is_not_the_sites_is_refused(server, key):
    assert refused(server, key, headers={"Host": "elsewhere.example"})[1]["code"] == "unknown_host"


@pytest.mark.parametrize(
    ("path", "param"),
    [
        ("/v1/realtime", "intent"),
        ("/v1/realtime?intent=conversation&model=whisper-1", "intent"),
        ("/v1/realtime?model=gpt-realtime", "model"),
        (PATH + "&model=nobody", "model"),
    ],
)
def test_what_is_not_transcription_is_refused(server, key, path, param):
    status, error = refused(server, key, path=path)
    assert status in (400, 404)
    assert error["param"] == param


def test_wrong_keys_are_throttled(server, recogniser, monkeypatch):
    monkeypatch.setattr("common.throttles.GuessThrottle.refuses", lambda *_: True)
    monkeypatch.setattr("common.throttles.GuessThrottle.wait", lambda *_: 7)
    status, error = refused(server, "vs_guess")
    assert status == 429
    assert error["headers"]["retry-after"] == "7"


def test_one_person_has_so_many_connections_and_others_have_theirs(server, key, bob, key_of, settings):
    limited(settings, live_connections=3, live_connections_per_person=2)
    with ExitStack() as stack:
        for _ in range(2):
            stack.enter_context(live(server, key))
        status, error = refused(server, key)
        assert (status, error["code"]) == (429, "rate_limit_exceeded")
        assert int(error["headers"]["retry-after"]) > 0
        stack.enter_context(live(server, key_of(bob, "transcribe")))


def test_a_place_is_free_again_when_its_client_has_left(server, key, settings):
    limited(settings, live_connections=5, live_connections_per_person=1)
    for _ in range(3):
        with live(server, key):
            pass
        wait_until(lambda: connects(server, key), seconds=PATIENCE_SECONDS, why="a free place")


def connects(server: str, key: str) -> bool:
    try:
        with opened(server, key):
            return True
    except InvalidStatus:
        return False


def sent_and_answered(client: Live, audio: str) -> None:
    client.send("input_audio_buffer.append", audio=audio)
    client.next()


def test_a_message_that_is_too_large_ends_the_connection(server, key, settings):
    """Its end may reach the client before the reason does: it is still sending."""
    too_much = "A" * (settings.CONFIG.live_message_mib * 2**20 + 1)
    with live(server, key) as client, pytest.raises(ConnectionClosed):
        sent_and_answered(client, too_much)
    with live(server, key) as client:
        client.send("input_audio_buffer.append", audio=too_much[: -(2**16)])
        client.send("input_audio_buffer.clear")
        client.until("input_audio_buffer.cleared")


def test_who_is_idle_is_told_and_what_was_said_is_heard(server, key, settings):
    limited(settings, live_idle_seconds=3.0)
    sound = [silence(0.5), spoken()]
    with live(server, key) as client:
        client.say(*sound)
        told = client.until("error")
        with pytest.raises(ConnectionClosed) as caught:
            client.next()
    assert f"{TRANSCRIPTION}.completed" in types(told)
    assert told[-1]["error"]["code"] == "session_idle"
    assert caught.value.rcvd.code == 1001


def test_a_connection_lasts_so_long(server, key, settings):
    limited(settings, live_minutes=1.5 / 60)
    with live(server, key, rate_hz=0) as client:
        told = client.until("error")
    assert told[-1]["error"]["code"] == "session_expired"


def test_sound_is_not_read_faster_than_it_can_wait(server, key, gate, monkeypatch, settings):
    """The bytes stay with the network until what came before them is heard."""
    limited(settings, live_behind_seconds=5.0)
    is_full, most = threading.Event(), [0.0]

    class Watched(Backlog):
        def add(self, seconds: float) -> None:
            super().add(seconds)
            most[0] = max(most[0], self.seconds)

        async def room(self) -> None:
            if self.is_full:
                is_full.set()
            await super().room()

    monkeypatch.setattr("openai_api.realtime.consumer.Backlog", Watched)
    gate.clear()
    with live(server, key) as client:
        sender = threading.Thread(target=client.say, args=[sentence()] * 12)
        sender.start()
        assert is_full.wait(PATIENCE_SECONDS)
        gate.set()
        for _ in range(12):
            client.until(f"{TRANSCRIPTION}.completed")
        sender.join(PATIENCE_SECONDS)
    assert most[0] < 10


def test_who_leaves_ends_the_work(server, key, gate, recogniser, settings):
    gate.clear()
    limited(settings, live_connections_per_person=1)
    with live(server, key) as client:
        client.say(*[sentence()] * 4)
        for _ in range(4):
            client.until("input_audio_buffer.committed")
    wait_until(lambda: connects(server, key), seconds=PATIENCE_SECONDS, why="the client having left")
    gate.set()
    wait_until(lambda: not hearing_threads(), seconds=PATIENCE_SECONDS, why="the work ending")
    assert len(recogniser.heard) <= 1


def test_who_leaves_takes_no_turn_at_the_recogniser(server, alice, key_of, monkeypatch, settings):
    recogniser = FakeRecogniser()
    pool = put_recognisers(monkeypatch, settings, recogniser)
    limited(settings, live_connections_per_person=1)
    key = key_of(alice, "transcribe")
    with pool.generation("fake") as other, other.turn(), live(server, key) as client:
        client.say(sentence())
        client.until("input_audio_buffer.committed")
        wait_until(
            lambda: other._turns.waiting, seconds=PATIENCE_SECONDS, why="the sentence waiting for its turn"
        )
        client.connection.close()
        wait_until(lambda: connects(server, key), seconds=PATIENCE_SECONDS, why="the client having left")
    wait_until(lambda: not hearing_threads(), seconds=PATIENCE_SECONDS, why="the work ending")
    assert recogniser.heard == []


def hearing_threads() -> list[threading.Thread]:
    return [thread for thread in threading.enumerate() if thread.name.startswith("live-hearing")]


def test_no_thread_stays_behind(server, key):
    for _ in range(3):
        with live(server, key) as client:
            client.say(sentence())
            client.until(f"{TRANSCRIPTION}.completed")
    wait_until(lambda: not hearing_threads(), seconds=PATIENCE_SECONDS, why="the threads ending")


def made_secret(api, **asked) -> dict:
    answer = api.post(SECRETS, asked, format="json")
    assert answer.status_code == 200, answer.json()
    return answer.json()


def test_a_secret_opens_the_door_with_its_session(server, recogniser, alice, api_of):
    session = {"type": "transcription", "audio": {"input": {"transcription": {"language": "fr"}}}}
    made = made_secret(api_of(alice, ["transcribe"]), session=session)
    assert made["session"]["audio"]["input"]["transcription"]["language"] == "fr"
    with live(server, made["value"], path="/v1/realtime") as client:
        assert client.created["session"]["audio"]["input"]["transcription"]["language"] == "fr"
    offered = ["realtime", f"openai-insecure-api-key.{made['value']}"]
    with live(server, rate_hz=0, subprotocols=offered):
        pass


def test_a_secret_opens_no_other_door(recogniser, alice, api_of):
    api = api_of(alice, ["transcribe", "speech", "manage"])
    secret = made_secret(api)["value"]
    api.credentials(HTTP_AUTHORIZATION=f"Bearer {secret}")
    assert {api.get(path).status_code for path in ("/v1/models", "/api/clips", "/api/me")} <= {401, 404}
    assert api.post(SECRETS, {}, format="json").status_code == 401


@pytest.mark.parametrize(
    "falls_with", ["its time", "its key", "the scope of its key", "the password", "the person"]
)
def test_a_secret_falls(server, recogniser, alice, api_of, monkeypatch, falls_with):
    secret = made_secret(api_of(alice, ["transcribe"]), expires_after={"seconds": 10})["value"]
    if falls_with == "its time":
        monkeypatch.setattr("openai_api.realtime.secrets.time.time", lambda: timezone.now().timestamp() + 11)
    elif falls_with == "its key":
        ApiKey.objects.update(expiry=timezone.now() - timedelta(seconds=1))
    elif falls_with == "the scope of its key":
        ApiKey.objects.update(scopes=["speech"])
    elif falls_with == "the password":
        alice.set_password("another correct horse")
        alice.save()
    else:
        User.objects.update(is_active=False)
    assert refused(server, secret)[0] == 401


def test_a_secret_that_was_changed_opens_nothing(server, recogniser, alice, api_of):
    secret = made_secret(api_of(alice, ["transcribe"]))["value"]
    data, _, signature = secret.removeprefix("ek_").rpartition(".")
    payload = base64.urlsafe_b64encode(b'{"user": "1"}').decode().rstrip("=")
    assert refused(server, f"ek_{payload}.{signature}")[0] == 401
    assert refused(server, f"ek_{data}.{signature[:-2]}AA")[0] == 401


@pytest.mark.parametrize(
    ("asked", "param"),
    [
        ({"expires_after": {"seconds": 5}}, "expires_after.seconds"),
        ({"expires_after": {"anchor": "never"}}, "expires_after.anchor"),
        ({"session": {"type": "realtime"}}, "session.type"),
        ({"session": {"type": "transcription", "audio": {"input": {"format": {"type": "mp3"}}}}},
         "session.audio.input.format.type"),
        ({"colour": "red"}, "colour"),
    ],
)  # fmt: skip
def test_a_wrong_wish_for_a_secret_names_its_field(recogniser, alice, api_of, asked, param):
    answer = api_of(alice, ["transcribe"]).post(SECRETS, asked, format="json")
    assert answer.status_code == 400
    assert answer.json()["error"]["param"] == param


def test_a_secret_for_a_long_prompt_says_how_else(recogniser, alice, api_of):
    prompt = "".join(map(chr, random.Random(1).choices(range(0x4E00, 0x9FFF), k=4_000)))
    session = {"type": "transcription", "audio": {"input": {"transcription": {"prompt": prompt}}}}
    answer = api_of(alice, ["transcribe"]).post(SECRETS, {"session": session}, format="json")
    assert answer.status_code == 400
    assert "session.update" in answer.json()["error"]["message"]
