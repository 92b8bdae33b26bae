"""Presets: what the services promise, whichever door is used."""

from datetime import timedelta

import pytest
from django.utils import timezone

from common.errors import AppError, Conflict, InvalidInput, NotFound
from common.undo import UNDO_WITHIN
from jobs.registry import periodic_kinds
from profiles.effects import services
from profiles.effects.access import discarded_preset_for, preset_for
from profiles.effects.builtin import BUILTIN_PRESETS
from profiles.effects.queries import all_presets_of, presets_of
from profiles.effects.services import PRESETS_AT_MOST
from profiles.models import EffectPreset
from tests.profiles.effects.builders import PITCH, chain, make_preset

pytestmark = pytest.mark.django_db


def names_of(user) -> list[str]:
    return [preset.name for preset in presets_of(user)]


def test_a_preset_keeps_its_chain_written_out(alice):
    preset = make_preset(alice, "Up", PITCH)
    assert preset.effects == [{"type": "pitch", "semitones": 2, "keep_formants": True}]


def test_everybodys_come_first_and_ones_own_in_the_order_they_were_made(alice, bob):
    make_preset(alice, "Zebra")
    make_preset(alice, "ant")
    make_preset(bob, "His")
    names = [preset.name for preset in all_presets_of(alice)]
    assert names == [*(preset.name for preset in BUILTIN_PRESETS.values()), "Zebra", "ant"]


@pytest.mark.parametrize("name", ["small ROOM", " Small  room ", "Podcast", "podcast", "CATHEDRAL"])
def test_a_name_is_there_once_in_any_case_also_among_everybodys(alice, name):
    make_preset(alice, "Small room")
    with pytest.raises(Conflict) as refused:
        make_preset(alice, name)
    assert (refused.value.code, refused.value.param) == ("name_taken", "name")
    assert names_of(alice) == ["Small room"]


def test_another_person_may_use_the_name(alice, bob):
    make_preset(alice)
    assert make_preset(bob).name == "Small room"


@pytest.mark.parametrize("name", ["", "   ", "x" * 81, "\x00", "‮"])
def test_a_name_is_one_line_of_at_most_80_characters(alice, name):
    with pytest.raises(InvalidInput) as refused:
        make_preset(alice, name)
    assert refused.value.param == "name"
    assert not EffectPreset.objects.exists()


def test_a_preset_without_effects_is_none(alice):
    preset = make_preset(alice)
    for act in (
        lambda: make_preset(alice, "Nothing", []),
        lambda: services.update_preset(preset=preset, effects=()),
    ):
        with pytest.raises(InvalidInput) as refused:
            act()
        assert refused.value.param == "effects"


def test_what_is_left_out_of_a_change_stays(alice):
    preset = make_preset(alice)
    services.update_preset(preset=preset, name="Booth")
    services.update_preset(preset=preset, effects=chain({"type": "gain", "gain_db": 3}))
    fresh = preset_for(alice, preset.pk)
    assert (fresh.name, fresh.effects) == ("Booth", [{"type": "gain", "gain_db": 3}])


def test_a_preset_may_be_renamed_to_its_own_name_in_another_case(alice):
    preset = make_preset(alice)
    assert services.update_preset(preset=preset, name="SMALL ROOM").name == "SMALL ROOM"


def test_renaming_to_a_name_that_is_taken_changes_nothing(alice):
    make_preset(alice, "One")
    two = make_preset(alice, "Two")
    with pytest.raises(Conflict):
        services.update_preset(preset=two, name="one", effects=chain({"type": "robot"}))
    fresh = preset_for(alice, two.pk)
    assert (fresh.name, fresh.effects[0]["type"]) == ("Two", "reverb")


def test_there_is_room_for_so_many_deleted_ones_aside(alice):
    EffectPreset.objects.bulk_create(
        EffectPreset(owner=alice, name=f"n{number}", name_folded=f"n{number}", position=number)
        for number in range(PRESETS_AT_MOST)
    )
    with pytest.raises(InvalidInput) as refused:
        make_preset(alice)
    assert refused.value.code == "too_many_presets"
    gone = presets_of(alice).first()
    services.discard(preset=gone)
    make_preset(alice)
    with pytest.raises(InvalidInput):
        services.restore(preset=gone)


def test_they_are_put_in_an_order_that_names_each_once(alice, bob):
    one, two, three = (make_preset(alice, name) for name in ("one", "two", "three"))
    services.put_in_order(owner=alice, ids=[three.pk, one.pk, two.pk])
    assert names_of(alice) == ["three", "one", "two"]
    his = make_preset(bob, "his")
    for ids in ([one.pk], [one.pk, two.pk, two.pk], [one.pk, two.pk, three.pk, his.pk], []):
        with pytest.raises(InvalidInput) as refused:
            services.put_in_order(owner=alice, ids=ids)
        assert refused.value.param == "ids"
    assert names_of(alice) == ["three", "one", "two"]


def test_one_moves_up_and_down_and_stays_at_the_ends(alice):
    one, two = make_preset(alice, "one"), make_preset(alice, "two")
    services.move(preset=two, by=-1)
    assert names_of(alice) == ["two", "one"]
    services.move(preset=two, by=-1)
    services.move(preset=one, by=1)
    assert names_of(alice) == ["two", "one"]


def test_a_deleted_one_comes_back_where_it_was_until_it_is_purged(alice):
    for name in ("one", "two", "three"):
        make_preset(alice, name)
    two = presets_of(alice).get(name="two")
    services.discard(preset=two)
    assert names_of(alice) == ["one", "three"]
    services.purge_discarded()
    services.restore(preset=discarded_preset_for(alice, two.pk))
    assert names_of(alice) == ["one", "two", "three"]
    services.discard(preset=two)
    EffectPreset.objects.filter(pk=two.pk).update(
        deleted_at=timezone.now() - UNDO_WITHIN - timedelta(seconds=1)
    )
    assert services.purge_discarded() == 1
    with pytest.raises(NotFound):
        discarded_preset_for(alice, two.pk)


def test_the_name_of_a_deleted_one_is_free_and_then_it_does_not_come_back(alice):
    gone = make_preset(alice)
    services.discard(preset=gone)
    make_preset(alice)
    with pytest.raises(Conflict):
        services.restore(preset=gone)


@pytest.mark.parametrize(
    "act",
    [
        lambda preset: services.discard(preset=preset),
        lambda preset: services.update_preset(preset=preset, name="x"),
        lambda preset: services.move(preset=preset, by=1),
    ],
)
def test_one_that_was_deleted_meanwhile_is_not_there(alice, act):
    preset = make_preset(alice)
    services.discard(preset=preset)
    with pytest.raises(AppError) as refused:
        act(preset)
    assert refused.value.status == 404


def test_they_are_purged_by_the_clock():
    assert "effect-presets.purge" in {kind.name for kind in periodic_kinds()}
