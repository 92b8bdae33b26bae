"""A file for each turn, as it was spoken, and a list of where they are heard."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from jobs.run import JobRun
from speech.requests import shortened
from studio.archives import Archive
from studio.conversations.exports.rendered import Line, Rendered
from studio.conversations.exports.sound import write_clip
from studio.models import Turn

MANIFEST = "manifest.json"


def write_turns(rendered: Rendered, path: Path, *, audio_format: str, run: JobRun) -> dict[str, Any]:
    with Archive(path, check=run.checkpoint) as archive:
        files = dict(_packed(rendered, archive, path.parent, audio_format, run))
        archive.write_list(MANIFEST, _manifest(rendered, files))
    return {"turns": len(files), "left_out": len(rendered.turns) - len(files)}


def _packed(
    rendered: Rendered, archive: Archive, folder: Path, audio_format: str, run: JobRun
) -> Iterator[tuple[Any, str]]:
    """Ids of turns, and the names of their files."""
    digits = max(3, len(str(len(rendered.turns))))
    for done, line in enumerate(rendered.lines):
        turn = line.turn
        run.checkpoint(done / len(rendered.lines), f"Packing turn {turn.position}")
        file = folder / f"turn.{audio_format}"
        title = f"{turn.position:0{digits}} {_name_of(line)}"
        write_clip(turn.clip, file, format_name=audio_format, title=title, check=run.checkpoint)
        yield turn.pk, archive.add(file, title=title, otherwise=f"{turn.position:0{digits}}")


def _name_of(line: Line) -> str:
    said = shortened(line.turn.text)
    return f"{line.speaker} - {said}" if line.speaker else said


def _manifest(rendered: Rendered, files: dict[Any, str]) -> dict[str, Any]:
    conversation, lines = rendered.conversation, {line.turn.pk: line for line in rendered.lines}
    return {
        "conversation_id": str(conversation.pk),
        "name": conversation.name,
        "revision": conversation.revision,
        "duration_ms": round(1000 * rendered.clip.duration_seconds),
        "turns": [_told(turn, lines.get(turn.pk), files.get(turn.pk)) for turn in rendered.turns],
    }


def _told(turn: Turn, line: Line | None, file: str | None) -> dict[str, Any]:
    """A turn without a file was not heard: it has no words, or `error` says why."""
    return {
        "position": turn.position,
        "turn_id": str(turn.pk),
        "file": file,
        "speaker": turn.speaker,
        "profile_name": turn.profile_name,
        "text": turn.text,
        "start_ms": round(1000 * line.start_seconds) if line else None,
        "end_ms": round(1000 * line.end_seconds) if line else None,
        "error": turn.error or None,
    }
