"""Live transcription: how soon after the last word its text is there, and what ten minutes cost beside one.

The delay is measured at the pace of speech, over a WebSocket to a site of its own: from the end of each
utterance's voice to its `completed` event. The cost is the processor time of the web process for the same
sentences, sent as fast as they are taken.

Run: python -m benchmarks.transcription_live [--quick] [--rounds 2]
"""

import base64
import json
import statistics
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import psutil
from numpy.typing import NDArray
from websockets.sync.client import ClientConnection, connect

from benchmarks.speech_rig import SENTENCES, interleaved, options_of, print_ratio, share, wait_until_idle
from speech.audio.resample import Resampler
from speech.engines.base import PassageRequest
from speech.engines.piper import open_engine
from speech.engines.settings import EngineSettings
from speech.packs import PackStore
from tests.running_site import RunningSite
from voicesite.config import load_config

RATE_HZ = 24_000
PAUSE_SECONDS = 1.2
PIECE_SECONDS = 0.1
QUIET = 0.01
SILENCE_MS = 500
WANTED = 10.5
COMPLETED = "conversation.item.input_audio_transcription.completed"
FAILED = "conversation.item.input_audio_transcription.failed"
PATIENCE_SECONDS = 1_800

Samples = NDArray[np.float32]


@dataclass(frozen=True)
class Recording:
    samples: Samples
    ends_seconds: tuple[float, ...]  # of each utterance's voice

    @property
    def seconds(self) -> float:
        return len(self.samples) / RATE_HZ

    def pieces(self) -> Iterator[str]:
        """As events; the recording and the silence that ends its last utterance."""
        data = (np.concatenate([self.samples, _silence(2)]).clip(-1, 1) * 32_767).astype("<i2").tobytes()
        step = 2 * int(RATE_HZ * PIECE_SECONDS)
        for start in range(0, len(data), step):
            audio = base64.b64encode(data[start : start + step]).decode()
            yield json.dumps({"type": "input_audio_buffer.append", "audio": audio})


def spoken_sentences() -> list[Samples]:
    config = load_config()
    folder = PackStore(config.models_dir, offline=config.offline).path("piper-en_US-joe-medium")
    engine = open_engine(EngineSettings(piper_dirs=(folder,)))
    engine.load()
    return [_said(engine, sentence) for sentence in SENTENCES]


def recording_of(seconds: float, sentences: list[Samples]) -> Recording:
    """Whole sentences with a pause before each, at least that long."""
    parts: list[Samples] = []
    ends: list[float] = []
    frames = 0
    while frames < seconds * RATE_HZ:
        parts += [_silence(PAUSE_SECONDS), sentences[len(ends) % len(sentences)]]
        frames += sum(len(part) for part in parts[-2:])
        ends.append(frames / RATE_HZ)
    return Recording(np.concatenate(parts), tuple(ends))


def _said(engine, sentence: str) -> Samples:
    """Without the silence around it, so that its end is where the voice ends."""
    voice = engine.voices[0]
    resampler = Resampler(engine.sample_rate_hz(voice.id), RATE_HZ)
    blocks = [resampler.feed(block) for block in engine.synthesize(PassageRequest(sentence, voice.id))]
    sound = np.concatenate([*blocks, resampler.finish()])
    [loud] = np.nonzero(np.abs(sound) > QUIET)
    return sound[loud[0] : loud[-1] + 1]


def _silence(seconds: float) -> Samples:
    return np.zeros(round(seconds * RATE_HZ), np.float32)


class ListeningSite:
    def __init__(self, site: RunningSite, key: str) -> None:
        self._site, self._key = site, key

    @contextmanager
    def connected(self) -> Iterator[ClientConnection]:
        address = f"{self._site.url.replace('http', 'ws', 1)}/v1/realtime?intent=transcription"
        headers = {"Authorization": f"Bearer {self._key}"}
        # A ping would wait behind sound that is sent faster than it is heard.
        with connect(address, additional_headers=headers, ping_interval=None, max_size=None) as connection:
            connection.send(json.dumps(_settings()))
            yield connection

    def web_process(self) -> psutil.Process:
        return max(self._site.family(), key=lambda process: process.memory_info().rss)

    def delays(self, recording: Recording) -> list[float]:
        """Sent as it would be said."""
        with self.connected() as connection:
            started = time.perf_counter()
            sender = threading.Thread(target=_send_at_pace, args=(connection, recording, started))
            sender.start()
            moments = [_completed(connection) - started for _ in recording.ends_seconds]
            sender.join()
        return [told - end for told, end in zip(moments, recording.ends_seconds, strict=True)]

    def processor_seconds(self, recording: Recording) -> float:
        """Sent as fast as it is taken."""
        process = self.web_process()
        wait_until_idle(process)
        before = process.cpu_times()
        with self.connected() as connection:
            sender = threading.Thread(target=_send, args=(connection, recording))
            sender.start()
            for _ in recording.ends_seconds:
                _completed(connection)
            sender.join()
        after = process.cpu_times()
        return after.user + after.system - before.user - before.system


def _settings() -> dict[str, object]:
    sound = {
        "format": {"type": "audio/pcm", "rate": RATE_HZ},
        "transcription": {"model": "whisper-1", "language": "en"},
        "turn_detection": {"type": "server_vad", "silence_duration_ms": SILENCE_MS},
    }
    return {"type": "session.update", "session": {"type": "transcription", "audio": {"input": sound}}}


def _send_at_pace(connection: ClientConnection, recording: Recording, started: float) -> None:
    for number, piece in enumerate(recording.pieces(), 1):
        # A microphone has a piece when it ends, not when it begins.
        time.sleep(max(0.0, started + number * PIECE_SECONDS - time.perf_counter()))
        connection.send(piece)


def _send(connection: ClientConnection, recording: Recording) -> None:
    for piece in recording.pieces():
        connection.send(piece)


def _completed(connection: ClientConnection) -> float:
    """When the next utterance had its text."""
    while True:
        event = json.loads(connection.recv(timeout=PATIENCE_SECONDS))
        assert event["type"] not in ("error", FAILED), event
        if event["type"] == COMPLETED:
            return time.perf_counter()


@contextmanager
def listening_site() -> Iterator[ListeningSite]:
    chosen = {
        "engine_idle_minutes": 0,
        "engine_warm_up": False,
        "live_behind_seconds": 60,
        "models_dir": load_config().models_dir,
    }
    with (
        tempfile.TemporaryDirectory(prefix="voicesite-bench-", ignore_cleanup_errors=True) as folder,
        RunningSite(Path(folder) / "site", **chosen) as site,
    ):
        yield ListeningSite(site, _new_key(site))


def _new_key(site: RunningSite) -> str:
    return site.site.python(
        "from accounts.models import User\n"
        "from accounts.services.keys import create_key\n"
        "speaker = User.objects.create_user('speaker')\n"
        "print(create_key(user=speaker, name='benchmark', scopes=['transcribe'])[1])"
    ).splitlines()[-1]


def main() -> None:
    options = options_of(__doc__ or "", rounds=2)
    sentences = spoken_sentences()
    short, long = (3.0, 30.0) if options.quick else (60.0, 600.0)
    paced = recording_of(15.0 if options.quick else 90.0, sentences)
    with listening_site() as site:
        site.processor_seconds(recording_of(5.0, sentences))  # loads the model
        delays = site.delays(paced)
        print(f"From the last word to its text, {len(delays)} utterances ({SILENCE_MS} ms of it are silence)")
        print(f"  median {statistics.median(delays):.2f} s, 95 % within {share(delays, 0.95):.2f} s")
        recordings = {f"{seconds:g} s": recording_of(seconds, sentences) for seconds in (long, short)}
        for name, recording in recordings.items():
            print(f"  {name}: {len(recording.ends_seconds)} utterances, {recording.seconds:.1f} s")
        sides = {
            name: lambda recording=recording: site.processor_seconds(recording)
            for name, recording in recordings.items()
        }
        taken = interleaved(sides, rounds=1 if options.quick else options.rounds)
        print_ratio("Processor time of a stream", taken, over=f"{short:g} s", wanted=WANTED)


if __name__ == "__main__":
    main()
