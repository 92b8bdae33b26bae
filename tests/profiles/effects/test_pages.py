"""The rack in a form, with scripts and without, and Settings, “Effects”."""

import html
import json
import re

import pytest
from django.template import Context, Template
from django.test import RequestFactory

from profiles.effects.forms import CHARACTERS_AT_MOST, PresetForm
from profiles.effects.queries import presets_of
from profiles.models import EffectPreset
from speech.effects import EFFECTS
from tests.profiles.effects.builders import PITCH, REVERB, make_preset

pytestmark = pytest.mark.django_db
HTMX = {"HX-Request": "true"}
ADDRESS = "/settings/effects/"


@pytest.fixture
def client(alice, client_of):
    return client_of(alice)


def rack(user, **context) -> str:
    request = RequestFactory().get("/")
    request.user = user
    tag = "field=form.effects" if "form" in context else "value=chain"
    source = "{% load effects_tags %}{% effects_rack " + tag + " %}"
    page = Template(source).render(Context({**context, "request": request}))
    return " ".join(page.split())


def shown(page: str) -> str:
    """Without what new cards are made from."""
    return re.sub(r"<template.*?</template>", "", page)


def sent_by(page: str) -> list:
    """What the form would send without a script."""
    return json.loads(html.unescape(re.search(r"<textarea[^>]*>(.*?)</textarea>", page)[1]))


def names_of(user) -> list[str]:
    return [preset.name for preset in presets_of(user)]


@pytest.mark.parametrize("address", ["/settings/effects/", "/voices/new/"])
@pytest.mark.parametrize(
    "effect",
    [
        '{"type": "reverb", "room": ["small"]}',
        '{"type": "reverb", "room": {}}',
        '{"type": "reverb", "mix": 1%s}' % ("0" * 400),
        '{"type": "reverb", "mix": "\\ud800"}',
        '{"type": "\\ud800"}',
        '{"type": "reverb", "\\ud800": 1}',
        '{"type": "reverb", "mix": [[]]}',
    ],
)
def test_whatever_is_sent_in_place_of_a_chain_comes_back_with_a_sentence(client, address, effect):
    answer = client.post(address, {"name": "Mine", "voice": "espeak/en-gb", "effects": f"[{effect}]"})
    assert answer.status_code == 422
    assert sent_by(shown(answer.content.decode())) == json.loads(f"[{effect}]")


# The rack -------------------------------------------------------------------------------------------------


def test_a_rack_is_a_field_that_sends_what_it_holds(alice):
    page = rack(alice, chain=REVERB)
    assert 'name="effects"' in page
    assert sent_by(page) == REVERB


def test_it_has_a_card_for_each_effect_and_a_new_one_of_every_kind(alice):
    page = rack(alice, chain=[*REVERB, {"type": "pitch", "semitones": 2, "enabled": False}])
    cards = re.findall(r'<li class="effect([^"]*)" data-effect="(\w+)"', shown(page))
    assert cards == [("", "reverb"), (" effect--off", "pitch")]
    assert re.findall(r'<template data-new="(\w+)"', page) == [
        spec.type
        for group in ("level", "tone", "space", "voice", "clean")
        for spec in EFFECTS.values()
        if spec.group == group
    ]


def test_a_named_room_hides_what_it_brings_and_a_custom_one_shows_it(alice):
    def is_hidden(chain) -> bool:
        control = re.search(r'data-control="size"[^>]*>', shown(rack(alice, chain=chain)))[0]
        return "hidden" in control

    assert is_hidden(REVERB)
    assert not is_hidden([{"type": "reverb", "room": "custom", "size": 0.4}])


@pytest.mark.parametrize(
    ("chain", "sentence"),
    [
        ([{"type": "reverb", "mix": 7}], "mix must be a number from 0 to 1"),
        ([{"type": "reverb", "mix": "<b>"}], "mix must be a number from 0 to 1"),
        ([{"type": "reverb", "wet": 1}], "has no parameter"),
        ([{"type": "ghost"}], "There is no effect"),
        ([5], "must be an object"),
        ([{"type": {}}], "must say its type"),
        ([{"type": "reverb", "enabled": 1}], "must be true or false"),
        ({"type": "reverb"}, "must be a list"),
        (REVERB * 17, "16 are the most"),
    ],
)
def test_what_is_wrong_is_told_once_and_nothing_is_lost(alice, chain, sentence):
    form = PresetForm({"name": "x", "effects": json.dumps(chain)})
    assert not form.is_valid()
    page = html.unescape(shown(rack(alice, form=form)))
    assert page.count(sentence) == 1
    assert sent_by(rack(alice, form=form)) == chain
    assert "<b>" not in shown(rack(alice, form=form))


def test_an_error_stands_at_the_card_and_the_control_it_is_about(alice):
    chain = [*PITCH, {"type": "reverb", "mix": 7}]
    form = PresetForm({"name": "x", "effects": json.dumps(chain)})
    _, pitch, reverb = re.split(r'<li class="effect', shown(rack(alice, form=form)))
    assert "field__error" not in pitch
    control = reverb[reverb.index('data-control="mix"') :]
    assert (
        control.index('aria-invalid="true"')
        < control.index("mix must be")
        < control.index("data-control", 20)
    )


@pytest.mark.parametrize(
    "text", ["{", "[" * 5000, "x" * (CHARACTERS_AT_MOST + 1), '[{"type":"reverb","mix":1e999}]']
)
def test_a_text_that_is_no_chain_is_still_there(alice, text):
    form = PresetForm({"name": "x", "effects": text})
    assert not form.is_valid()
    assert text[:100] in html.unescape(rack(alice, form=form))


def test_nobody_elses_presets_and_clips_are_offered(alice, bob):
    make_preset(bob, "Bobs own")
    make_preset(alice, "Mine & yours")
    page = rack(alice, chain=[])
    assert "Bobs own" not in page
    assert "Mine &amp; yours" in page


# Settings ---------------------------------------------------------------------------------------------------


def test_the_page_lists_ones_own_and_everybodys(client, alice, bob):
    make_preset(alice, "Mine")
    make_preset(bob, "Bobs own")
    page = client.get(ADDRESS).content.decode()
    assert "Mine" in page
    assert "Bobs own" not in page
    assert "Cathedral" in page
    assert 'aria-current="page"' in page


def test_without_scripts_one_is_made_changed_ordered_deleted_and_brought_back(client, alice):
    made = client.post(ADDRESS, {"name": "Booth", "effects": json.dumps(REVERB)})
    assert (made.status_code, made.url) == (302, ADDRESS)
    booth = EffectPreset.objects.get()
    client.post(ADDRESS, {"name": "Up", "effects": json.dumps(PITCH)})
    address = f"{ADDRESS}{booth.pk}"
    assert "Booth" in client.get(address).content.decode()
    assert client.post(address, {"name": "Cellar", "effects": json.dumps(PITCH)}).status_code == 302
    client.post(f"{address}/down")
    assert names_of(alice) == ["Up", "Cellar"]
    gone = client.post(f"{address}/delete")
    assert "Undo" in client.get(gone.url).content.decode()
    client.post(f"{address}/restore")
    assert names_of(alice) == ["Up", "Cellar"]


def test_with_scripts_the_list_comes_back_and_the_toast_can_undo(client, alice):
    one, two = make_preset(alice, "one"), make_preset(alice, "two")
    page = client.post(f"{ADDRESS}{two.pk}/up", headers=HTMX).content.decode()
    assert page.index(f"preset-{two.pk}") < page.index(f"preset-{one.pk}")
    gone = client.post(f"{ADDRESS}{one.pk}/delete", headers=HTMX)
    assert f"preset-{one.pk}" not in gone.content.decode()
    toast = json.loads(gone["HX-Trigger"])["toast"]
    assert toast["undo_url"] == f"{ADDRESS}{one.pk}/restore"
    back = client.post(toast["undo_url"], headers=HTMX)
    assert "effect-presets-changed" in back["HX-Trigger"]


def test_a_rack_elsewhere_saves_its_chain_and_gets_its_choice_anew(client, alice):
    page = client.post(
        ADDRESS, {"name": "Booth", "effects": json.dumps(REVERB)}, headers=HTMX
    ).content.decode()
    assert "<effects-presets" in page
    assert "“Booth” is saved." in page
    assert "<form" not in page


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"name": ""}, "Give the preset a name."),
        ({"name": "x" * 81}, "80"),
        ({"name": "podcast"}, "a preset that everybody has"),
        ({"name": "TAKEN"}, "already"),
        ({"effects": "[]"}, "Add one first."),
        ({"effects": ""}, "Add one first."),
        ({"effects": "x"}, "Send effects as JSON"),
        ({"effects": '[{"type":"ghost"}]'}, "There is no effect"),
    ],
)
def test_what_is_wrong_with_a_preset_is_said_in_place(client, alice, fields, sentence):
    make_preset(alice, "Taken")
    for headers in ({}, HTMX):
        good = {"name": "Booth", "effects": json.dumps(REVERB)}
        response = client.post(ADDRESS, {**good, **fields}, headers=headers)
        assert response.status_code == 422
        assert sentence in html.unescape(response.content.decode())
    assert names_of(alice) == ["Taken"]


def test_a_change_that_is_refused_keeps_what_was_typed(client, alice):
    make_preset(alice, "Taken")
    preset = make_preset(alice, "Mine")
    answer = client.post(f"{ADDRESS}{preset.pk}", {"name": "taken", "effects": json.dumps(PITCH)})
    assert answer.status_code == 422
    page = answer.content.decode()
    assert 'value="taken"' in page
    assert sent_by(" ".join(page.split())) == PITCH


def test_the_page_asks_as_often_for_many_as_for_one(client, alice, django_assert_max_num_queries):
    for number in range(30):
        make_preset(alice, f"Mine {number}")
    with django_assert_max_num_queries(12):
        client.get(ADDRESS)
