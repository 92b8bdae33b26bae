"""An entry being proof-listened by a job. Killed on the way it begins anew: all is written at the end."""

import tempfile
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

from django.conf import settings
from django.utils import timezone

from clips.models import Clip
from clips.models import Source as ClipSource
from clips.services import store_file
from common.errors import AppError, Unavailable
from history.entries import note_whose
from history.models import Entry, State
from history.models import Proof as ProofState
from history.takes import save_as_take, take_is_done
from jobs.errors import JobCancelled
from jobs.run import JobRun
from speak.proof_hearing import ProofHearing, sound_of
from speak.proof_listening import request_for
from speak.proof_redoing import Redoing, Spoken, moved
from speak.takes import wish_of
from speech.pipeline import Variant
from speech.proofing import Proof
from speech.requests import resolve

ATTEMPTS = 3
# What a take has from the one that it is made after; all else is its own.
SHARED = (
    *("owner", "kind", "source", "title", "text", "engine", "model", "voice", "language", "speed"),
    *("response_format", "settings", "profile_id", "profile_name", "api_key_name", "characters"),
    *("expires_at", "text_expires_at"),
)


class Unwanted(Exception):
    """The entry was deleted meanwhile."""


@dataclass(frozen=True)
class Version:
    """What an entry says, or what was made after it; `spoken` is None for the entry itself."""

    proof: Proof
    variants: tuple[Variant, ...] = ()
    spoken: Spoken | None = None

    def is_better_than(self, other: "Version") -> bool:
        return self.proof.wer < other.proof.wer and (other.proof.is_doubtful or not self.proof.is_doubtful)


class ProofMaking:
    def __init__(self, run: JobRun, entry: Entry) -> None:
        self.run, self.entry = run, entry
        self._redo = int(run.params.get("redo", 0))

    def make(self) -> dict[str, Any]:
        try:
            self._transcription = request_for(self.entry)
            with tempfile.TemporaryDirectory(dir=settings.FILE_UPLOAD_TEMP_DIR) as folder:
                return self._listen(Path(folder))
        except Unwanted:
            return {}
        except JobCancelled:
            _mark(self.entry, ProofState.NONE)
            raise
        except Exception as error:  # told by the job; the entry says at least that nobody is listening
            if self.run.attempt >= ATTEMPTS or _is_final(error):
                _mark(self.entry, ProofState.FAILED)
            raise

    def _listen(self, folder: Path) -> dict[str, Any]:
        owner = self.entry.owner
        wish = wish_of(self.entry)
        # What was made before effects were turned off is listened to all the same.
        plain = replace(wish, effects=())
        request = resolve(plain, user=owner, most_characters=len(wish.text) + 1)
        check = self.run.checkpoint
        self._hearing = ProofHearing(request, self._transcription, owner=owner, check=check)
        request = replace(request, effects=wish.effects)
        self._redoing = Redoing(request, self._hearing.passages, owner, check)
        self._tell(0, "Listening")
        first = self._heard(folder)
        return self._kept(first, self._best(first, folder))

    def _heard(self, folder: Path) -> Version:
        """Without its effects where that is remembered: recognisers mishear robots and telephones."""
        variants = _variants_of(self.entry)
        plain = self._remembered(folder, variants) if _has_effects(self.entry) else None
        self._hears_plain = plain is not None
        if plain is None:
            return Version(self._hearing.of(sound_of(self.entry.clip)), variants)
        return Version(self._proof_of(plain), variants)

    def _remembered(self, folder: Path, variants: tuple[Variant, ...]) -> Spoken | None:
        seconds = self.entry.duration_seconds or 0.0
        return self._redoing.remembered(folder / "kept.flac", variants, like_seconds=seconds)

    def _proof_of(self, spoken: Spoken) -> Proof:
        """Versions are compared: all of them are heard with their effects, or none."""
        if not self._hears_plain:
            return self._hearing.of(spoken.path)
        return moved(self._hearing.of(spoken.plain_path), spoken.at)

    def _best(self, first: Version, folder: Path) -> Version:
        best = first
        for attempt in range(self._redo):
            if not best.proof.is_doubtful:
                break
            self._tell(attempt + 1, "Saying doubtful passages again")
            made = self._made_again(best, attempt, folder)
            if made.is_better_than(best):
                best = made
        return best

    def _made_again(self, before: Version, attempt: int, folder: Path) -> Version:
        variants = self._redoing.variants(attempt, before.proof, before.variants)
        path = folder / f"{attempt}.flac"
        spoken = self._redoing.spoken(path, variants, like_seconds=self.entry.duration_seconds or 0.0)
        return Version(self._proof_of(spoken), variants, spoken)

    def _tell(self, step: int, what: str) -> None:
        self.run.checkpoint(step / (self._redo + 1), what)

    def _kept(self, first: Version, best: Version) -> dict[str, Any]:
        """With the job's end: of two that believe to hold it, one leaves something behind."""
        if best.spoken is None:
            with self.run.finishing() as result:
                result.update(self._finished(first))
            return {}
        store_file(
            owner=self.entry.owner,
            file=best.spoken.path,
            title=self.entry.title,
            source=ClipSource.SPEECH,
            on_stored=lambda clip: self._finish_with_take(first, best, clip),
        )
        return {}

    def _finish_with_take(self, first: Version, best: Version, clip: Clip) -> None:
        """In the transaction of the clip: where it is not wanted, nor is its file."""
        if best.spoken is None:
            raise ValueError("There is no recording to make a take of.")
        with self.run.finishing() as result:
            result.update(self._finished(first))
            take = _take(self.entry, best, best.spoken, clip, self._description(best))
            note_whose(take, self._redoing.request)  # who spoke the entry may have stood in for that one
            save_as_take(take, of=self.entry)
            take_is_done(take)
            result["take_id"] = str(take.pk)

    def _finished(self, first: Version) -> dict[str, Any]:
        state = _state(first.proof)
        rows = Entry.objects.filter(pk=self.entry.pk, deleted_at=None)
        if not rows.update(proof=self._description(first), proof_state=state, updated_at=timezone.now()):
            raise Unwanted
        return {
            "entry_id": str(self.entry.pk),
            "proof_state": str(state),
            "wer": round(first.proof.wer, 4),
            "take_id": None,
        }

    def _description(self, version: Version) -> dict[str, Any]:
        proof = version.proof
        return {
            "wer": round(proof.wer, 4),
            "heard": proof.heard,
            "differences": [asdict(each) | {"kind": str(each.kind)} for each in proof.differences],
            "model": self._transcription.recogniser,
            "listened_at": timezone.now().isoformat(),
            "redone": [asdict(variant) for variant in version.variants],
        }


def _take(entry: Entry, version: Version, spoken: Spoken, clip: Clip, proof: dict[str, Any]) -> Entry:
    return Entry(
        **{name: getattr(entry, name) for name in SHARED},
        state=State.DONE,
        done_characters=entry.characters,
        clip=clip,
        duration_seconds=spoken.seconds,
        audio_bytes=clip.bytes,
        making_seconds=spoken.making_seconds,
        timings=spoken.timings,
        proof=proof,
        proof_state=_state(version.proof),
    )


def _has_effects(entry: Entry) -> bool:
    return any(effect.is_on for effect in wish_of(entry).effects)


def _variants_of(entry: Entry) -> tuple[Variant, ...]:
    """How its passages were made, where it was made again."""
    return tuple(Variant(**each) for each in entry.proof.get("redone", ()))


def _state(proof: Proof) -> ProofState:
    return ProofState.DOUBTFUL if proof.is_doubtful else ProofState.CLEAN


def _is_final(error: Exception) -> bool:
    """Another attempt would end the same way."""
    return isinstance(error, AppError) and not isinstance(error, Unavailable)


def _mark(entry: Entry, state: ProofState) -> None:
    waiting = Entry.objects.filter(pk=entry.pk, proof_state=ProofState.WAITING)
    waiting.update(proof_state=state, updated_at=timezone.now())
