"""Background work of this app."""

from typing import Any

from history.models import Entry
from jobs.registry import job_kind
from jobs.run import JobRun
from speak.conversions.making import ATTEMPTS as CONVERSION_ATTEMPTS
from speak.conversions.making import ConversionMaking
from speak.conversions.services import KIND as CONVERSION
from speak.conversions.tidying import tidy_conversions
from speak.long_text_making import LongTextMaking
from speak.long_texts import KIND
from speak.proof_listening import KIND as PROOF
from speak.proof_listening import settle_waiting
from speak.proof_making import ATTEMPTS, ProofMaking


@job_kind(KIND, title="Speak a long text", attempts=5)
def speak_long_text(run: JobRun) -> dict[str, Any]:
    """Chapters that are spoken are not spoken again, however often it begins anew."""
    return LongTextMaking(run).make()


@job_kind(PROOF, title="Listen to what was spoken", attempts=ATTEMPTS)
def proof_listen(run: JobRun) -> dict[str, Any]:
    """Quiet where the entry was deleted meanwhile."""
    there = Entry.objects.filter(pk=run.params["entry_id"], deleted_at=None)
    entry = there.select_related("owner", "clip").first()
    return ProofMaking(run, entry).make() if entry is not None else {}


@job_kind("speak.settle_proofs", title="Look for proofs that nobody makes", every_seconds=600)
def settle_proofs(run: JobRun) -> dict[str, Any]:
    return {"entries_settled": settle_waiting()}


@job_kind(CONVERSION, title="Convert a text", attempts=CONVERSION_ATTEMPTS)
def convert(run: JobRun) -> dict[str, Any]:
    """What is completed is not spoken again, however often it begins anew."""
    return ConversionMaking(run).make()


@job_kind("speak.tidy_conversions", title="Remove conversions that are done with", every_seconds=1800)
def tidy(run: JobRun) -> dict[str, Any]:
    return tidy_conversions()
