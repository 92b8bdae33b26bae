"""Reads: the model packs of this machine, as the page, the API and the command show them."""

from collections.abc import Iterable
from dataclasses import dataclass

from jobs.models import Job, State
from speech.packs import DEFAULT_PACKS, Pack, PackState, PackStore
from speech.services import PULL_KIND, VERIFY_KIND


@dataclass(frozen=True)
class PackCard:
    pack: Pack
    state: PackState
    is_default: bool
    installed_bytes: int
    job: Job | None = None  # the download under way

    @property
    def is_ready(self) -> bool:
        return self.state is PackState.READY

    @property
    def is_damaged(self) -> bool:
        return self.state is PackState.DAMAGED

    @property
    def is_coming(self) -> bool:
        return self.job is not None and self.job.state == State.RUNNING

    @property
    def percent(self) -> int:
        """Of the download; it is whole only where it is done."""
        return min(99, int(100 * self.job.progress)) if self.job else 0

    @property
    def is_absent(self) -> bool:
        return self.state is PackState.ABSENT


def pack_cards(store: PackStore, jobs: Iterable[Job] = ()) -> list[PackCard]:
    pulls = {str(job.params.get("name")): job for job in jobs if job.kind == PULL_KIND}
    return [
        PackCard(
            pack=pack,
            state=store.state(name),
            is_default=name in DEFAULT_PACKS,
            installed_bytes=store.installed_bytes(name),
            job=pulls.get(name),
        )
        for name, pack in store.packs.items()
    ]


def work_under_way() -> list[Job]:
    """Downloads and checks. Whoever started one: the pack is everybody's."""
    return list(Job.objects.active().filter(kind__in=(PULL_KIND, VERIFY_KIND)).order_by("created_at"))
