"""Storing, renaming and removing clips. A page, an API view and another app all come through here."""

import logging
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from math import inf
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.files import File
from django.core.files.storage import default_storage
from django.db import transaction
from django.template.defaultfilters import filesizeformat
from django.utils import timezone

from clips import space
from clips.measuring import measured, probed, sha256_of
from clips.models import FOLDER, TITLE_MAX_CHARACTERS, Clip, Source
from clips.referrers import holders, is_held, is_referred_to, unreferred
from common.errors import Conflict, InvalidInput, NotFound, TooLarge
from common.referrers import sentence
from common.stored_files import random_name
from common.undo import UNDO_WITHIN
from speech.audio.decode import OURS, Limits

logger = logging.getLogger(__name__)

UNTITLED = "Untitled clip"
OnStored = Callable[[Clip], None]
OnAllStored = Callable[[list[Clip]], None]


def store_upload(
    *,
    owner: Any,
    file: File,
    title: str = "",
    source: str = Source.UPLOAD,
    kept: bool = True,
    most_seconds: float = inf,
    on_stored: OnStored = lambda clip: None,
) -> Clip:
    """A stranger's file: measured against every limit, and kept in its owner's Library.

    Who takes shorter ones than the site does says so: a longer one is refused before all of it is decoded.
    `on_stored` is called in the transaction that makes the row: where it raises, nothing is stored.
    """
    most = settings.CONFIG.upload_max_bytes
    if file.size > most:
        raise TooLarge(
            f"This file is {filesizeformat(file.size)}; the limit is {filesizeformat(most)}.", param="file"
        )
    return _store(
        owner=owner,
        file=file,
        title=title,
        original_name=_clean_file_name(file.name or ""),
        source=source,
        kept=kept,
        limits=Limits(seconds=min(most_seconds, settings.CONFIG.upload_max_seconds)),
        on_stored=on_stored,
    )


def store_together(
    *,
    owner: Any,
    files: Sequence[tuple[File, str]],
    source: str = Source.UPLOAD,
    most_seconds: float = inf,
    on_stored: OnAllStored,
) -> list[Clip]:
    """Strangers' files and their titles: all of them or none. They go with what `on_stored` has them used by.

    It is called in the one transaction that makes their rows: where it raises, nothing is stored.
    """
    limits = Limits(seconds=min(most_seconds, settings.CONFIG.upload_max_seconds))
    new = []
    for file, title in files:
        with _named(file):
            new.append(
                _new_clip(
                    owner=owner,
                    file=file,
                    title=title,
                    original_name=_clean_file_name(file.name or ""),
                    source=source,
                    kept=False,
                    limits=limits,
                )
            )
    return _store_all(new, owner=owner, on_stored=on_stored)


@contextmanager
def _named(file: File) -> Iterator[None]:
    """Of several files, which one it is."""
    try:
        yield
    except (InvalidInput, TooLarge) as error:
        message = f"{_clean_file_name(file.name or '')}: {error.message}"
        raise type(error)(message, param=error.param, code=error.code) from None


def store_file(
    *,
    owner: Any,
    file: File | Path | str,
    title: str = "",
    source: str = Source.RENDER,
    kept: bool = False,
    original_name: str = "",
    on_stored: OnStored = lambda clip: None,
) -> Clip:
    """What the site made itself. Not kept, it goes with the last row that points at it: see `release`.

    `on_stored` is called in the transaction that makes the row: where it raises, nothing is stored.
    """
    if not isinstance(file, File):
        with Path(file).open("rb") as opened:
            return store_file(
                owner=owner,
                file=File(opened, name=Path(file).name),
                title=title,
                source=source,
                kept=kept,
                original_name=original_name,
                on_stored=on_stored,
            )
    return _store(
        owner=owner,
        file=file,
        title=title,
        original_name=_clean_file_name(original_name),
        source=source,
        kept=kept,
        limits=OURS,
        on_stored=on_stored,
    )


def rename(*, clip: Clip, title: str) -> Clip:
    clip.title = clean_title(title)
    return _save(clip, "title")


def retitle_many(*, titles: Mapping[Any, str]) -> None:
    """By clip. What is in a Library has the title that its owner knows it by."""
    unkept = Clip.objects.filter(kept=False)
    unkept.bulk_update([Clip(pk=pk, title=title) for pk, title in titles.items()], ["title"])


def keep(*, clip: Clip) -> Clip:
    """Into its owner's Library."""
    clip.kept = True
    return _save(clip, "kept")


def clean_title(title: str) -> str:
    if cleaned := _clean_title(title):
        return cleaned
    raise InvalidInput("Give the clip a title.", param="title")


def discard(*, clip: Clip) -> None:
    """Out of sight at once; `restore` brings it back until it is purged."""
    with transaction.atomic():
        _require_unused(_locked(clip))
        Clip.objects.filter(pk=clip.pk).update(deleted_at=timezone.now())


def restore(*, clip: Clip) -> None:
    if not Clip.objects.filter(pk=clip.pk).update(deleted_at=None):
        raise NotFound("This clip is gone for good.")


def in_use(*, clip: Clip) -> str:
    """Why it can't be deleted; empty where it can."""
    found = holders(clip)
    return f"“{clip.title}” is used by {sentence(found)}. Remove it there first." if found else ""


def delete_clip(*, clip: Clip) -> None:
    """For good."""
    with transaction.atomic():
        locked = _locked(clip)
        _require_unused(locked)
        locked.delete()


def release(*, clip: Clip) -> bool:
    """Call it after taking a reference away: the clip goes where nobody keeps it and nothing else uses it."""
    with transaction.atomic():
        locked = Clip.objects.select_for_update().filter(pk=clip.pk, kept=False).first()
        if locked is None or is_referred_to(locked):
            return False
        locked.delete()
        return True


def release_many(*, clip_ids: Iterable[Any]) -> int:
    """`release` for many at once; how many went."""
    with transaction.atomic():
        unkept = Clip.objects.select_for_update().filter(pk__in=list(clip_ids), kept=False).order_by("pk")
        locked = list(unkept.values_list("pk", flat=True))
        # Asked once they are locked: who points at one from now on waits, and finds it gone.
        gone = unreferred(Clip.objects.filter(pk__in=locked)).only("file")
        return gone.delete()[1].get(Clip._meta.label, 0)


def purge_discarded() -> int:
    """Deletes for good what was discarded and not brought back."""
    count = 0
    for clip in Clip.objects.filter(deleted_at__lt=timezone.now() - UNDO_WITHIN).iterator():
        with transaction.atomic():
            locked = Clip.objects.select_for_update().filter(pk=clip.pk).exclude(deleted_at=None).first()
            if locked is None:
                continue
            if is_held(locked):
                restore(clip=locked)
            else:
                locked.delete()
                count += 1
    return count


def measure_again(*, clip: Clip) -> Clip:
    """Decode the stored file once more, as after an update of the decoder."""
    try:
        with default_storage.open(clip.file_name, "rb") as file:
            found = probed(file, OURS)
    except FileNotFoundError:
        Clip.objects.filter(pk=clip.pk, missing_at=None).update(missing_at=timezone.now())
        raise NotFound("The file of this clip is missing.", code="file_missing") from None
    for name, value in measured(found).items():
        setattr(clip, name, value)
    clip.missing_at = None
    return _save(clip, *measured(found), "missing_at")


def _save(clip: Clip, *fields: str) -> Clip:
    """An update, not a save: the row may have been deleted meanwhile, and stays so."""
    clip.updated_at = timezone.now()
    changed = {name: getattr(clip, name) for name in (*fields, "updated_at")}
    if not Clip.objects.filter(pk=clip.pk).update(**changed):
        raise NotFound
    return clip


def _store(
    *,
    owner: Any,
    file: File,
    title: str,
    original_name: str,
    source: str,
    kept: bool,
    limits: Limits,
    on_stored: OnStored = lambda clip: None,
) -> Clip:
    new = _new_clip(
        owner=owner,
        file=file,
        title=title,
        original_name=original_name,
        source=source,
        kept=kept,
        limits=limits,
    )
    return _store_all([new], owner=owner, on_stored=lambda clips: on_stored(clips[0]))[0]


@dataclass(frozen=True)
class _NewClip:
    file: File
    suffix: str
    fields: dict[str, Any]


def _new_clip(
    *, owner: Any, file: File, title: str, original_name: str, source: str, kept: bool, limits: Limits
) -> _NewClip:
    space.require_quota(owner=owner, bytes_needed=file.size)
    space.require_disk(bytes_needed=file.size)
    found = probed(file, limits)
    fields = {
        "owner": owner,
        "title": _clean_title(title) or _clean_title(Path(original_name).stem) or UNTITLED,
        "original_name": original_name,
        "source": source,
        "kept": kept,
        "sha256": sha256_of(file),
        "bytes": file.size,
        **measured(found),
    }
    return _NewClip(file, f".{found.container.suffix}", fields)


def _store_all(new: Sequence[_NewClip], *, owner: Any, on_stored: OnAllStored) -> list[Clip]:
    names: list[str] = []
    try:
        for each in new:
            names.append(default_storage.save(random_name(FOLDER, each.suffix), each.file))
        with transaction.atomic():
            needed = sum(each.fields["bytes"] for each in new)
            space.require_quota_in_transaction(owner=owner, bytes_needed=needed)
            clips = [
                Clip.objects.create(file=name, **each.fields) for name, each in zip(names, new, strict=True)
            ]
            on_stored(clips)
            return clips
    except BaseException:
        # Where an outer transaction rolls back later, the sweep finds the files.
        for name in names:
            default_storage.delete(name)
        raise


def _locked(clip: Clip) -> Clip:
    locked = Clip.objects.select_for_update().filter(pk=clip.pk).first()
    if locked is None:
        raise NotFound("There is no such clip.")
    return locked


def _require_unused(clip: Clip) -> None:
    if reason := in_use(clip=clip):
        raise Conflict(reason, code="in_use")


def _clean_title(title: str) -> str:
    return _printable(title)[:TITLE_MAX_CHARACTERS].strip()


def _clean_file_name(name: str) -> str:
    return _printable(name.replace("\\", "/").rpartition("/")[2])[:255]


def _printable(text: str) -> str:
    """One line, without the characters that change how the rest of a line is shown."""
    kept = (" " if character.isspace() else character for character in text)
    return " ".join("".join(c for c in kept if unicodedata.category(c) not in ("Cc", "Cf", "Cs")).split())
