"""A conversation becomes one recording. What is spoken stays spoken, whatever happens to the process."""

import uuid
from pathlib import Path
from typing import Any

from clips.models import Clip, Source
from clips.services import release, release_many, store_file
from jobs.errors import JobFailed
from jobs.run import JobRun
from speech.refusals import refusals_told
from studio.conversations.rendering import states
from studio.conversations.rendering.asking import RenderAsked
from studio.conversations.rendering.mixing import Mixdown, write_mix
from studio.conversations.rendering.scene import Scene
from studio.conversations.rendering.turns_making import TurnsMaking
from studio.drafts import draft_folder
from studio.models import Conversation, Turn, TurnState
from studio.outputs import output_format

SPOKEN_SHARE = 0.9  # of the progress; the rest is mixing
MOST_MIXES = 4
DAMAGED = "Some of what was spoken can't be read. Try again to have it spoken once more."


class RenderMaking:
    def __init__(self, run: JobRun) -> None:
        self.run = run
        self.conversation_id = uuid.UUID(run.params["conversation_id"])
        self.asked = RenderAsked.of(run.params)
        self._turns = TurnsMaking(run, self.conversation_id, share=SPOKEN_SHARE)

    def make(self) -> dict[str, Any]:
        states.settle(states.turns_in(self.conversation_id))
        try:
            with draft_folder(self.run) as folder:
                return self._make(folder)
        finally:
            states.settle(states.turns_in(self.conversation_id))

    def _make(self, folder: Path) -> dict[str, Any]:
        path = folder / f"render.{output_format(self.asked.format).suffix}"
        for mixes_left in reversed(range(MOST_MIXES)):
            scene = self._turns.scene()
            _require_some(scene)
            self.run.give_way()
            mixdown = self._mixed(scene, path)
            if mixdown.unreadable:
                self._have_spoken_anew(mixdown.unreadable)
            elif self._is_still(scene) or not mixes_left:
                return self._stored(scene, mixdown, path)
        raise JobFailed(DAMAGED, code="damaged")

    def _mixed(self, scene: Scene, path: Path) -> Mixdown:
        conversation = scene.conversation
        self.run.checkpoint(SPOKEN_SHARE, "Mixing")
        with refusals_told():
            return write_mix(
                scene,
                path,
                format_name=self.asked.format,
                rate_hz=self.asked.sample_rate_hz or conversation.sample_rate_hz,
                gap_ms=conversation.gap_ms if self.asked.gap_ms is None else self.asked.gap_ms,
                check=self.run.checkpoint,
                on_share=lambda share: self.run.checkpoint(SPOKEN_SHARE + (1 - SPOKEN_SHARE) * share),
            )

    def _is_still(self, scene: Scene) -> bool:
        """Nobody edited it while it was mixed: whoever did and asked for a render was given this job."""
        seen = scene.conversation
        return Conversation.objects.filter(pk=seen.pk, revision=seen.revision).exists()

    def _have_spoken_anew(self, turn_ids: list[str]) -> None:
        Turn.objects.filter(pk__in=turn_ids).update(content_hash="", state=TurnState.NEW)

    def _stored(self, scene: Scene, mixdown: Mixdown, path: Path) -> dict[str, Any]:
        conversation = scene.conversation
        clip = store_file(
            owner=conversation.owner,
            file=path,
            title=conversation.name,
            source=Source.RENDER,
            on_stored=lambda clip: self._claim(scene, mixdown, clip),
        )
        return {
            "conversation_id": str(conversation.pk),
            "revision": conversation.revision,
            "clip_id": str(clip.pk),
            "duration_ms": round(1000 * clip.duration_seconds),
            "spoken": self._turns.spoken_count,
            "has_failures": bool(scene.unspoken),
            "failed_turn_ids": [str(each.turn.pk) for each in scene.unspoken],
        }

    def _claim(self, scene: Scene, mixdown: Mixdown, clip: Clip) -> None:
        """In the transaction of the clip: a render that nobody has any more is not stored."""
        self.run.check()
        seen = scene.conversation
        locked = Conversation.objects.select_for_update(of=("self",)).select_related("render")
        now = locked.filter(pk=seen.pk, deleted_at=None).first()
        if now is None:
            raise JobFailed("This conversation was deleted.", code="conversation_gone")
        # An update, not a save: being rendered is no change of it.
        Conversation.objects.filter(pk=seen.pk).update(
            render=clip, rendered_revision=seen.revision, render_marks=mixdown.marks
        )
        if now.render is not None:
            release(clip=now.render)
        if not self.asked.save_turn_audio:
            _let_turn_audio_go(seen)


def _let_turn_audio_go(conversation: Conversation) -> None:
    turns = states.turns_in(conversation.pk).exclude(clip=None)
    clip_ids = list(turns.values_list("clip_id", flat=True))
    states.forget_spoken(turns)
    release_many(clip_ids=clip_ids)


def _require_some(scene: Scene) -> None:
    """Of a conversation that is all failures there is nothing to be mixed."""
    if scene.spoken:
        return
    failed = scene.unspoken
    if not failed:
        raise JobFailed("Nothing is written in this conversation.", code="nothing_to_say")
    first = Turn.objects.filter(pk=failed[0].turn.pk).values_list("error", flat=True).first()
    raise JobFailed(f"No turn could be spoken. Of the first: {first}", code="nothing_spoken")
