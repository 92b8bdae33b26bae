"""A composition being mixed: all of it becomes a clip in one transaction, or nothing is left."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

from django.core.files import File
from django.urls import reverse

from clips.models import Clip, Source
from clips.services import release, store_file
from common.file_names import stem_of_title
from jobs.errors import JobFailed
from jobs.run import JobRun
from speech.audio.errors import AudioError, NoSamples
from speech.mixing import mixed
from speech.mixing.errors import MixRefused
from speech.mixing.mix import Mix
from studio.compositions.queries import clips_named, timeline_of
from studio.compositions.rendering.asking import MixAsked
from studio.compositions.rendering.stems import pack_stems
from studio.compositions.shown import GONE, download_url
from studio.compositions.sounds import opener
from studio.compositions.timeline import Timeline, clip_ids_of, mix_of, read_master, rescaled
from studio.drafts import draft_folder
from studio.models import Composition
from studio.outputs import output_format, written

NOTHING_HEARD = "Nothing can be heard in this composition: everything is muted, or its sounds are gone."


class CompositionMaking:
    def __init__(self, run: JobRun, composition: Composition) -> None:
        self.run = run
        self.composition = composition
        self.asked = MixAsked.of(run.params)
        self.rate_hz = self.asked.sample_rate_hz or composition.sample_rate_hz
        self.timeline = self._timeline()
        self._open = opener(clips_named(composition.owner_id, clip_ids_of(self.timeline)))
        # Of all that is run through: the mix, and each stem once.
        self._passes = 1 + len(self.timeline.tracks) if self.asked.stems else 1
        self._expected_frames = 1

    def make(self) -> dict[str, Any]:
        with draft_folder(self.run) as folder:
            path = folder / f"mix.{output_format(self.asked.format).suffix}"
            problems, frames = self._mix(path)
            if self.asked.stems:
                problems |= self._pack_stems(folder, frames)
            clip = self._stored(path)
        return self._result(clip, problems)

    def _timeline(self) -> Timeline:
        timeline = timeline_of(self.composition)
        if self.asked.master is not None:
            timeline = replace(timeline, master=read_master(self.asked.master, is_kept=True))
        return rescaled(timeline, self.composition.sample_rate_hz, self.rate_hz)

    def _mix(self, path: Path) -> tuple[dict[str, str], int]:
        """What is wrong with which source, and how long it became."""
        self.run.checkpoint(0, "Mixing")
        try:
            whole = mixed(
                mix_of(self.timeline, self.rate_hz),
                open_source=self._open,
                check=self.run.checkpoint,
                on_frames=self._on_frames(0),
            )
            self._expected_frames = max(1, whole.frames)
            frames = self._written(path, whole)
        except NoSamples:
            raise JobFailed(NOTHING_HEARD, code="nothing_heard") from None
        except MixRefused as error:
            raise JobFailed(error.message, code=error.code) from None
        except AudioError as error:
            raise JobFailed(str(error), code=error.code) from None
        return dict(whole.problems), frames

    def _written(self, path: Path, whole: Any) -> int:
        return written(
            path,
            whole.blocks(),
            format_name=self.asked.format,
            rate_hz=self.rate_hz,
            channels=2,
            title=self.composition.name,
        )

    def _pack_stems(self, folder: Path, frames: int) -> dict[str, str]:
        mix: Mix = mix_of(self.timeline, self.rate_hz)
        name = f"{stem_of_title(self.composition.name, otherwise='composition')} stems.zip"
        with (folder / "stems.zip").open("w+b") as file:
            problems = pack_stems(
                file,
                self.timeline,
                replace(mix, least_frames=frames),
                folder=folder,
                format_name=self.asked.format,
                open_source=self._open,
                check=self.run.checkpoint,
                on_track=lambda number, title: self._tell(number + 1, f"Stem “{title}”"),
            )
            file.seek(0)
            self.run.attach_file(name, File(file))
        return problems

    def _on_frames(self, place: int) -> Callable[[int], None]:
        return lambda done: self._tell(place + min(1.0, done / self._expected_frames))

    def _tell(self, passes: float, step: str | None = None) -> None:
        self.run.checkpoint(passes / self._passes, step)

    def _stored(self, path: Path) -> Clip:
        return store_file(
            owner=self.composition.owner,
            file=path,
            title=self.composition.name,
            source=Source.RENDER,
            on_stored=self._claim,
        )

    def _claim(self, clip: Clip) -> None:
        """In the transaction of the clip: a render that nobody has any more is not stored."""
        self.run.check()
        locked = Composition.objects.select_for_update(of=("self",)).select_related("render")
        now = locked.filter(pk=self.composition.pk, deleted_at=None).first()
        if now is None:
            raise JobFailed("This composition was deleted.", code="composition_gone")
        if now.rendered_revision is not None and now.rendered_revision > self.composition.revision:
            raise JobFailed("A later state of this composition was rendered meanwhile.", code="superseded")
        # An update, not a save: being rendered is no change of it.
        Composition.objects.filter(pk=now.pk).update(render=clip, rendered_revision=self.composition.revision)
        if now.render is not None:
            release(clip=now.render)

    def _result(self, clip: Clip, problems: dict[str, str]) -> dict[str, Any]:
        result = {
            "composition_id": str(self.composition.pk),
            "revision": self.composition.revision,
            "clip_id": str(clip.pk),
            "download_url": download_url(self.composition),
            "duration_ms": round(1000 * clip.duration_seconds),
            "problems": self._told(problems),
        }
        if self.asked.stems:
            result["stems_url"] = reverse("jobs-api:file", args=[self.run.job_id])
        return result

    def _told(self, problems: dict[str, str]) -> list[dict[str, str | None]]:
        """Each with the track and the region that it is of."""
        return [
            {
                "track_id": track.id,
                "region_id": region.id,
                "clip_id": None if region.clip_id is None else str(region.clip_id),
                "message": problems.get(str(region.clip_id), GONE),
            }
            for track in self.timeline.tracks
            for region in track.regions
            if region.clip_id is None or str(region.clip_id) in problems
        ]
