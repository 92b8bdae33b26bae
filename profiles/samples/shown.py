"""A sample as its page shows it."""

from dataclasses import dataclass
from typing import Any

from django.urls import reverse

from profiles.models import Profile, Sample
from profiles.samples.limits import SAMPLES_MOST
from profiles.samples.measuring import is_measured
from profiles.samples.queries import choosable_clips, heard_now, samples_of
from profiles.samples.sound import seconds_of, span_of
from profiles.samples.together import USUAL_SECONDS
from speech.reading_texts import keyed_texts

TONES = {"good": "good", "fair": "warn", "poor": "bad"}
VERDICT_WORDS = {"good": "Good", "fair": "Fair", "poor": "Poor"}


@dataclass(frozen=True)
class ShownSample:
    sample: Sample
    count: int
    is_heard_now: bool

    @property
    def pk(self) -> Any:
        return self.sample.pk

    @property
    def quality(self) -> dict[str, Any] | None:
        if not is_measured(self.sample):
            return None
        return shown_quality(self.sample.quality)

    @property
    def used_seconds(self) -> float:
        return seconds_of(self.sample)

    @property
    def start_seconds(self) -> float:
        return span_of(self.sample)[0]

    @property
    def end_seconds(self) -> float:
        return span_of(self.sample)[1]

    @property
    def used_url(self) -> str:
        """Another one whenever it sounds otherwise: the player keeps what it has by its address."""
        address = reverse("samples:used", args=[self.sample.profile_id, self.sample.pk])
        denoised = "-denoised" if self.sample.is_denoised else ""
        return f"{address}?v={self.start_seconds:g}-{self.end_seconds:g}{denoised}"

    @property
    def is_first(self) -> bool:
        return self.sample.position == 1

    @property
    def is_last(self) -> bool:
        return self.sample.position == self.count


def shown_quality(report: dict[str, Any]) -> dict[str, Any]:
    """The worst of it, with what to do about that, and all of it."""
    worst = report["verdict"]
    advice = next((item["advice"] for item in report["items"] if item["verdict"] == worst), "")
    points = [{**item, **_told(item["verdict"])} for item in report["items"]]
    return {**_told(worst), "points": points, "advice": advice}


def shown_sample(sample: Sample) -> ShownSample:
    is_heard = str(sample.pk) in heard_now([sample])
    return ShownSample(sample, Sample.objects.filter(profile=sample.profile_id).count(), is_heard)


def list_context(profile: Profile) -> dict[str, Any]:
    samples = list(samples_of(profile))
    heard = heard_now(samples)
    return {
        "profile": profile,
        "samples": [ShownSample(sample, len(samples), str(sample.pk) in heard) for sample in samples],
        "is_full": len(samples) >= SAMPLES_MOST,
        **together_context(profile, samples),
    }


def together_context(profile: Profile, samples: list[Sample]) -> dict[str, Any]:
    used = [sample for sample in samples if sample.is_enabled]
    seconds = sum(map(seconds_of, used))
    address = reverse("samples:together", args=[profile.pk])
    # What decides how it sounds, so that the player fetches it anew.
    state = hash(tuple((sample.pk, *span_of(sample), sample.is_denoised) for sample in used)) % 10**9
    return {
        "profile": profile,
        "used_count": len(used),
        "together_seconds": seconds,
        "is_cut": seconds > USUAL_SECONDS,
        "together_url": f"{address}?v={state}",
        "together_most_seconds": USUAL_SECONDS,
    }


def add_context(user: Any, profile: Profile) -> dict[str, Any]:
    return {
        "readings": keyed_texts(profile.language),
        "clip_groups": choosable_clips(user, profile),
        "samples_most": SAMPLES_MOST,
    }


def _told(verdict: str) -> dict[str, str]:
    return {"verdict": VERDICT_WORDS[verdict], "tone": TONES[verdict]}
