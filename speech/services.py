"""What staff may do with model packs: get, check and remove them."""

from typing import Any

from django.conf import settings

from common.errors import AppError, Conflict, NotFound, OutOfSpace, Unavailable
from jobs.models import Job
from jobs.services import enqueue
from speech.packs import (
    DiskFull,
    FolderUnusable,
    PackBusy,
    PackDamaged,
    PackError,
    PackMissing,
    PackStore,
    UnknownPack,
)

PULL_KIND = "packs.pull"
VERIFY_KIND = "packs.verify"


def pack_store(*, local_dirs: tuple[Any, ...] = ()) -> PackStore:
    """The store of this machine, as its settings describe it. `local_dirs` are asked first."""
    config = settings.CONFIG
    configured = (config.packs_dir,) if config.packs_dir else ()
    return PackStore(
        config.models_dir,
        offline=config.offline,
        local_dirs=(*local_dirs, *configured),
        reserve_bytes=config.free_disk_min_bytes,
    )


def start_pull(*, user: Any, name: str) -> Job:
    return _start(PULL_KIND, "Get", user, name)


def start_verify(*, user: Any, name: str) -> Job:
    return _start(VERIFY_KIND, "Check", user, name)


def _start(kind: str, verb: str, user: Any, name: str) -> Job:
    try:
        pack = pack_store().pack(name)
    except PackError as error:
        raise as_app_error(error) from error
    params, title = {"name": name}, f"{verb} {pack.title}"
    return enqueue(kind=kind, owner=user, params=params, title=title, key=f"{kind}:{name}")


def remove_pack(*, name: str) -> None:
    try:
        pack_store().remove(name)
    except PackError as error:
        raise as_app_error(error) from error


def as_app_error(error: PackError) -> AppError:
    """What may be otherwise in a while is `Unavailable`: a job tries that again, a program may too."""
    message = str(error)
    if isinstance(error, UnknownPack | PackMissing):
        return NotFound(message, param="name", code=error.code)
    if isinstance(error, DiskFull):
        return OutOfSpace(message, code=error.code)
    if isinstance(error, PackBusy | PackDamaged | FolderUnusable):
        return Conflict(message, code=error.code)
    return Unavailable(message, code=error.code)
