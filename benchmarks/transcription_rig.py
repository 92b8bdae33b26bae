"""What the transcription benchmarks share: a recording whose words are known, a site."""

import hashlib
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import count, cycle
from pathlib import Path

import httpx
import numpy as np
import psutil
import soxr

from benchmarks.speech_rig import loaded_engine, wait_until_idle
from benchmarks.transcription_texts import PARAGRAPHS
from speech.audio.encode import encode
from speech.engines.base import PassageRequest, SpeechEngine
from speech.engines.piper import open_engine
from speech.engines.settings import EngineSettings
from speech.packs import PackStore
from speech.recognition.base import RATE_HZ, Samples
from tests.running_site import RunningSite
from voicesite.config import load_config

PATIENCE_SECONDS = 4 * 3600
NOISE_DB = -20.0  # beside the speech
PAUSES_SECONDS = (0.8, 2.5, 1.2, 6.0)  # between paragraphs, in turn
# Kokoro's voices are dear to make: every fourth paragraph is in one of them, the others in Piper's.
KOKORO_VOICES = ("af_heart", "bm_george", "af_bella", "am_michael")


@dataclass(frozen=True)
class Recording:
    path: Path  # FLAC
    text: str  # what is said in it
    seconds: float

    def samples(self) -> Samples:
        from speech.audio.decode import AudioFile
        from speech.recognition.sound import heard_blocks

        with AudioFile(self.path) as file:
            return np.concatenate(list(heard_blocks(file)))


def recording_of(minutes: float) -> Recording:
    """Paragraphs with pauses and noise, at least that long. Made once, and kept where temporary files are."""
    what = repr((PARAGRAPHS, NOISE_DB, PAUSES_SECONDS, KOKORO_VOICES, minutes))
    name = f"voicesite-bench-{hashlib.sha256(what.encode()).hexdigest()[:12]}"
    sound, words = (Path(tempfile.gettempdir()) / f"{name}.{kind}" for kind in ("flac", "txt"))
    if not words.exists():
        samples, text = _made(minutes * 60)
        sound.write_bytes(b"".join(encode([samples], "flac", rate_hz=RATE_HZ)))
        words.write_text(f"{len(samples) / RATE_HZ}\n{text}")
    seconds, text = words.read_text().split("\n", 1)
    return Recording(sound, text, float(seconds))


def _made(seconds: float) -> tuple[Samples, str]:
    config = load_config()
    folder = PackStore(config.models_dir, offline=config.offline).path("piper-en_US-joe-medium")
    piper = open_engine(EngineSettings(piper_dirs=(folder,)))
    piper.load()
    kokoro = loaded_engine()
    parts: list[Samples] = []
    texts: list[str] = []
    voices, pauses = cycle(KOKORO_VOICES), cycle(PAUSES_SECONDS)
    for number in count():
        paragraph = PARAGRAPHS[number % len(PARAGRAPHS)]
        is_dear = number % 4 == 3
        parts += _read(
            kokoro if is_dear else piper, next(voices) if is_dear else piper.voices[0].id, paragraph
        )
        parts.append(np.zeros(round(next(pauses) * RATE_HZ), np.float32))
        texts.append(paragraph)
        if sum(map(len, parts)) >= seconds * RATE_HZ:
            return _with_noise(np.concatenate(parts)), " ".join(texts)
    raise AssertionError("it ends when it is long enough")


def _read(engine: SpeechEngine, voice: str, paragraph: str) -> list[Samples]:
    """Sentence by sentence, with the pauses of somebody who reads."""
    said: list[Samples] = []
    for sentence in paragraph.split(". "):
        request = PassageRequest(sentence.rstrip(".") + ".", voice, seed=1)
        samples = np.concatenate(list(engine.synthesize(request)))
        said.append(soxr.resample(samples, engine.sample_rate_hz(voice), RATE_HZ).astype(np.float32))
        said.append(np.zeros(round(0.3 * RATE_HZ), np.float32))
    return said


def _with_noise(samples: Samples) -> Samples:
    """As of a room: the higher, the weaker."""
    spectrum = np.fft.rfft(np.random.default_rng(1).standard_normal(len(samples)))
    spectrum /= np.sqrt(np.maximum(1, np.arange(len(spectrum))))
    noise = np.fft.irfft(spectrum, len(samples))
    noise *= 10 ** (NOISE_DB / 20) * np.std(samples) / np.std(noise)
    return np.clip(0.8 * (samples + noise), -1, 1).astype(np.float32)


def word_error_rate(heard: str, said: str) -> float:
    """Wrong, missing and added words by those that were said."""
    words, meant = _words(heard), _words(said)
    row = list(range(len(words) + 1))
    for number, word in enumerate(meant, 1):
        diagonal, row[0] = row[0], number
        for place, other in enumerate(words, 1):
            diagonal, row[place] = (
                row[place],
                min(row[place] + 1, row[place - 1] + 1, diagonal + (word != other)),
            )
    return row[-1] / len(meant)


def _words(text: str) -> list[str]:
    spaced = text.casefold().replace("-", " ").replace("gray", "grey").replace("harbor", "harbour")
    return "".join(sign for sign in spaced if sign.isalnum() or sign.isspace()).split()


class HearingSite:
    """A site with an empty data directory and one person's key to it."""

    def __init__(self, site: RunningSite, key: str) -> None:
        self.site, self.url = site, f"{site.url}/v1/audio/transcriptions"
        self._client = httpx.Client(headers={"Authorization": f"Bearer {key}"}, timeout=PATIENCE_SECONDS)

    def heard(self, path: Path, **fields: object) -> httpx.Response:
        with path.open("rb") as file:
            response = self._client.post(
                self.url, data={"model": "whisper-base", "language": "en"} | fields, files={"file": file}
            )
        assert response.status_code == 200, response.text
        return response

    def web_process(self) -> psutil.Process:
        """The one that holds the model: nothing else here is as large."""
        return max(self.site.family(), key=lambda process: process.memory_info().rss)

    def wait_until_idle(self) -> None:
        wait_until_idle(self.web_process())


@contextmanager
def hearing_site(warm_up: Recording, **settings: object) -> Iterator[HearingSite]:
    chosen = {
        "engine_idle_minutes": 0,
        "engine_warm_up": False,
        "transcription_max_mib": 2_000,
        "throttle_person": "100000/min",
        "throttle_key": "100000/min",
        "models_dir": load_config().models_dir,
    }
    with (
        tempfile.TemporaryDirectory(prefix="voicesite-bench-", ignore_cleanup_errors=True) as folder,
        RunningSite(Path(folder) / "site", **(chosen | settings)) as site,
    ):
        hearing = HearingSite(site, _new_key(site))
        hearing.heard(warm_up.path)
        hearing.wait_until_idle()
        yield hearing


def _new_key(site: RunningSite) -> str:
    return site.site.python(
        "from accounts.models import User\n"
        "from accounts.services.keys import create_key\n"
        "speaker = User.objects.create_user('speaker')\n"
        "print(create_key(user=speaker, name='benchmark', scopes=['transcribe'])[1])"
    ).splitlines()[-1]
