"""What staff may do with model packs: get, check and remove them."""

from typing import Any

from django.conf import settings

from common.errors import AppError, Conflict, NotFound, OutOfSpace, Unavailable
from jobs.models import Job
from jobs.services import enqueue
from speech.packs import (
    DiskFull,
    PackBusy,
    PackError,
    PackStore,
    UnknownPack,
)

PULL_KIND = "packs.pull"


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
    try:
        pack = pack_store().pack(name)
    except PackError as error:
        raise as_app_error(error) from error
    return enqueue(
        kind=PULL_KIND,
        owner=user,
        params={"name": name},
        title=f"Get {pack.title}",
        key=f"{PULL_KIND}:{name}",
    )


def verify_pack(*, name: str) -> None:
    try:
        pack_store().verify(name)
    except PackError as error:
        raise as_app_error(error) from error


def remove_pack(*, name: str) -> None:
    try:
        pack_store().remove(name)
    except PackError as error:
        raise as_app_error(error) from error


def as_app_error(error: PackError) -> AppError:
    message = str(error)
    if isinstance(error, UnknownPack):
        return NotFound(message, param="name", code=error.code)
    if isinstance(error, DiskFull):
        return OutOfSpace(message, code=error.code)
    if isinstance(error, PackBusy):
        return Conflict(message, code=error.code)
    return Unavailable(message, code=error.code)
