"""Reads: the model packs of this machine, as the page, the API and the command show them."""

from dataclasses import dataclass
from pathlib import Path

from jobs.models import Job
from speech.packs import DEFAULT_PACKS, Pack, PackState, PackStore
from speech.services import PULL_KIND


@dataclass(frozen=True)
class PackCard:
    pack: Pack
    state: PackState
    is_default: bool
    installed_bytes: int
    folder: Path
    job: Job | None = None  # the download under way

    @property
    def name(self) -> str:
        return self.pack.name

    @property
    def title(self) -> str:
        return self.pack.title

    @property
    def description(self) -> str:
        return self.pack.description

    @property
    def version(self) -> str:
        return self.pack.version

    @property
    def licence(self) -> str:
        return self.pack.licence

    @property
    def size_bytes(self) -> int:
        return self.pack.size_bytes

    @property
    def languages(self) -> tuple[str, ...]:
        return self.pack.languages

    @property
    def is_ready(self) -> bool:
        return self.state is PackState.READY

    @property
    def is_damaged(self) -> bool:
        return self.state is PackState.DAMAGED

    @property
    def is_absent(self) -> bool:
        return self.state is PackState.ABSENT


def pack_cards(store: PackStore, jobs: dict[str, Job] | None = None) -> list[PackCard]:
    pulls = jobs or {}
    return [
        PackCard(
            pack=pack,
            state=store.state(name),
            is_default=name in DEFAULT_PACKS,
            installed_bytes=store.installed_bytes(name),
            folder=store.folder(name),
            job=pulls.get(name),
        )
        for name, pack in store.packs.items()
    ]


def pulls_under_way() -> dict[str, Job]:
    """By the pack's name. Whoever started one: the pack is everybody's."""
    jobs = Job.objects.active().filter(kind=PULL_KIND).order_by("created_at")
    return {str(job.params.get("name")): job for job in jobs}
