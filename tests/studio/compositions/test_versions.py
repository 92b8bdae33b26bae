"""What a composition was, and which clips it holds on to."""

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from clips.models import Clip
from common.errors import Conflict, InvalidInput, NotFound
from common.revisions import ChangedMeanwhile
from studio.compositions import services
from studio.compositions.access import version_of
from studio.compositions.clips_held import let_go_of_dropped
from studio.compositions.limits import CLIPS_HELD_FOR, VERSIONS_KEPT
from studio.compositions.sources import require_not_in_itself
from studio.compositions.timeline import read_timeline
from studio.compositions.versions import remove_version, restore_version, save_version
from studio.models import Composition, CompositionVersion
from tests.clips.builders import make_byproduct, make_clip
from tests.studio.compositions.builders import make_composition
from tests.studio.compositions.documents import document, region, track

pytestmark = pytest.mark.django_db


def edited(composition: Composition, *clips: Clip) -> Composition:
    tracks = (track(f"t{n}", region(f"r{n}", clip)) for n, clip in enumerate(clips))
    return services.update_composition(composition=composition, timeline=document(*tracks))


def holding(*inner: Composition) -> dict[str, Any]:
    regions = (
        {"id": f"r{n}", "source": {"kind": "composition", "id": str(each.pk)}} for n, each in enumerate(inner)
    )
    return document(track("t", *regions))


def numbers(composition: Composition) -> list[int]:
    return list(composition.versions.values_list("number", flat=True))


def an_hour_later() -> None:
    CompositionVersion.objects.update(created_at=timezone.now() - timedelta(hours=1))


def test_while_it_is_edited_a_version_is_kept_every_ten_minutes(alice: Any) -> None:
    clip = make_clip(alice)
    composition = make_composition(alice)
    edited(composition, clip)
    assert numbers(composition) == []  # there was nothing before
    edited(composition, clip, clip)
    edited(composition, clip)
    assert numbers(composition) == [1]
    an_hour_later()
    edited(composition, clip, clip, clip)
    assert numbers(composition) == [2, 1]
    assert [len(each.timeline["tracks"]) for each in composition.versions.all()] == [1, 1]


def test_another_name_alone_makes_no_version(alice: Any) -> None:
    composition = make_composition(alice, make_clip(alice))
    services.update_composition(composition=composition, name="Other")
    assert numbers(composition) == []


def test_the_newest_are_kept_and_those_with_a_name_always(alice: Any) -> None:
    composition = make_composition(alice, make_clip(alice))
    save_version(composition=composition, name=" The  first ")
    for _ in range(VERSIONS_KEPT + 2):
        save_version(composition=composition)
    kept = composition.versions.all()
    assert (len(kept), kept[0].number, kept.last().name) == (
        VERSIONS_KEPT + 1,
        VERSIONS_KEPT + 3,
        "The first",
    )


def test_bringing_one_back_keeps_the_present_one(alice: Any) -> None:
    first, second = make_clip(alice), make_clip(alice)
    composition = make_composition(alice, first, sample_rate_hz=24_000)
    version = save_version(composition=composition, name="Rough")
    services.update_composition(composition=composition, sample_rate_hz=48_000)
    edited(composition, second)
    restored = restore_version(composition=composition, version=version)
    assert (restored.timeline, restored.sample_rate_hz) == (version.timeline, 24_000)
    assert set(restored.clips.all()) == {first}
    newest = composition.versions.first()
    assert newest.timeline["tracks"][0]["regions"][0]["clip_id"] == str(second.pk)
    again = restore_version(composition=composition, version=newest)
    assert again.revision == restored.revision + 1


def test_bringing_one_back_is_refused_where_another_tab_went_on(alice: Any) -> None:
    composition = make_composition(alice, make_clip(alice))
    version = save_version(composition=composition)
    with pytest.raises(ChangedMeanwhile):
        restore_version(composition=composition, version=version, expected_revision=7)


def test_one_is_not_brought_back_into_a_circle(alice: Any) -> None:
    inner, outer = make_composition(alice), make_composition(alice)
    Composition.objects.update(render=make_byproduct(alice))
    services.update_composition(composition=outer, timeline=holding(inner))
    version = save_version(composition=outer)
    services.update_composition(composition=outer, timeline=document())
    services.update_composition(composition=inner, timeline=holding(outer))
    with pytest.raises(Conflict) as refused:
        restore_version(composition=outer, version=version)
    assert (refused.value.code, refused.value.param) == (
        "contains_itself",
        "tracks[0].regions[0].source.id",
    )
    outer.refresh_from_db()
    assert outer.timeline["tracks"] == []


def test_compositions_in_a_row_are_each_read_once(alice: Any, django_assert_max_num_queries: Any) -> None:
    row = [make_composition(alice) for _ in range(6)]
    Composition.objects.update(render=make_byproduct(alice))
    for number, each in enumerate(row):
        services.update_composition(composition=each, timeline=holding(*row[:number]))
    another = make_composition(alice)
    with django_assert_max_num_queries(1):
        require_not_in_itself(another.pk, read_timeline(holding(*row)), owner=alice)


def test_versions_are_found_by_their_number(alice: Any) -> None:
    composition = make_composition(alice)
    for wrong in (1, 2**40):
        with pytest.raises(NotFound):
            version_of(composition, wrong)


def test_a_name_of_a_version_has_its_bounds(alice: Any, monkeypatch: Any) -> None:
    composition = make_composition(alice)
    for wrong in (7, "x" * 121):
        with pytest.raises(InvalidInput) as caught:
            save_version(composition=composition, name=wrong)
        assert caught.value.param == "name"
    monkeypatch.setattr("studio.compositions.versions.NAMED_VERSIONS_AT_MOST", 1)
    save_version(composition=composition, name="One")
    with pytest.raises(InvalidInput) as caught:
        save_version(composition=composition, name="Two")
    assert caught.value.code == "too_many_versions"


def test_a_clip_in_a_composition_can_not_be_deleted_until_it_is_out(alice: Any, api_of: Any) -> None:
    clip, api = make_clip(alice), api_of(alice)
    composition = make_composition(alice, clip)
    assert api.delete(f"/api/clips/{clip.pk}").status_code == 409
    edited(composition)
    remove_version(composition=composition, version=composition.versions.get())
    assert api.delete(f"/api/clips/{clip.pk}").status_code == 204


def test_what_was_taken_out_can_be_put_back_for_a_day(alice: Any) -> None:
    byproduct = make_byproduct(alice)
    composition = make_composition(alice, byproduct)
    document_before = composition.timeline
    services.update_composition(composition=composition, timeline={})
    CompositionVersion.objects.all().delete()
    assert let_go_of_dropped() == 0
    services.update_composition(composition=composition, timeline=document_before)
    services.update_composition(composition=composition, timeline={})
    CompositionVersion.objects.all().delete()
    assert let_go_of_dropped(now=timezone.now() + 2 * CLIPS_HELD_FOR) == 1
    assert not Clip.objects.filter(pk=byproduct.pk).exists()


def test_a_version_holds_its_clips_and_lets_them_go(alice: Any) -> None:
    byproduct = make_byproduct(alice)
    composition = make_composition(alice, byproduct)
    version = save_version(composition=composition, name="With it")
    services.update_composition(composition=composition, timeline={})
    assert let_go_of_dropped(now=timezone.now() + 2 * CLIPS_HELD_FOR) == 0
    remove_version(composition=composition, version=version)
    for automatic in composition.versions.all():
        remove_version(composition=composition, version=automatic)
    assert not Clip.objects.filter(pk=byproduct.pk).exists()


def test_with_the_composition_goes_what_nobody_keeps(alice: Any) -> None:
    kept, byproduct = make_clip(alice), make_byproduct(alice)
    composition = make_composition(alice, kept, byproduct)
    save_version(composition=composition, name="Named")
    services.discard(composition=composition)
    assert services.purge_discarded() == 0
    Composition.objects.update(deleted_at=timezone.now() - timedelta(hours=1))
    assert services.purge_discarded() == 1
    assert not CompositionVersion.objects.exists()
    assert list(Clip.objects.all()) == [kept]
