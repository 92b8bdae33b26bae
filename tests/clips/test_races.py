"""Two at once: what one deletes, the other can't bring back or trip over."""

import pytest

from clips import services
from clips.models import Clip
from common.errors import NotFound
from jobs.models import Job
from jobs.services import cancel, enqueue
from tests.clips.builders import make_clip


def test_a_clip_deleted_meanwhile_is_not_found_and_stays_deleted(alice):
    clip = make_clip(alice)
    Clip.objects.filter(pk=clip.pk).delete()
    with pytest.raises(NotFound):
        services.rename(clip=clip, title="Back again")
    assert not Clip.objects.exists()


def test_a_job_removed_meanwhile_is_not_found(alice):
    job = enqueue(kind="accounts.export", owner=alice)
    Job.objects.filter(pk=job.pk).delete()
    with pytest.raises(NotFound):
        cancel(job=job)


def test_a_search_without_end_is_a_client_error(alice, api_of):
    make_clip(alice)
    response = api_of(alice).get("/api/clips", {"q": "a" * 60_000})
    assert response.status_code == 400
    assert response.json()["error"]["param"] == "q"
