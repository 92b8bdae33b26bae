"""`/api/effects` and `/api/effect-presets`."""

import pytest

from profiles.effects.builtin import BUILTIN_PRESETS
from profiles.models import EffectPreset
from speech.effects import EFFECTS, read_chain
from tests.answers import error_of
from tests.profiles.effects.builders import PITCH, REVERB, make_preset

pytestmark = pytest.mark.django_db


@pytest.fixture
def api(alice, api_of):
    return api_of(alice, ["manage"])


def turn_effects_off(settings) -> None:
    settings.CONFIG = settings.CONFIG.model_copy(update={"effects_enabled": False})


def test_the_catalogue_tells_every_effect_and_all_that_can_be_set(api):
    body = api.get("/api/effects").json()
    assert body["enabled"] is True
    assert [effect["type"] for effect in body["effects"]] == list(EFFECTS)
    reverb = next(effect for effect in body["effects"] if effect["type"] == "reverb")
    assert (reverb["label"], reverb["group"], reverb["streams"]) == ("Reverb", "space", True)
    room, mix = reverb["parameters"][:2]
    assert (room["kind"], room["least"], room["default"]) == ("choice", None, "medium")
    assert {"value": "small", "label": "Small"} in room["choices"]
    assert (mix["kind"], mix["least"], mix["most"], mix["choices"]) == ("number", 0, 1, [])


def test_what_the_catalogue_gives_as_defaults_is_a_good_chain(api):
    for effect in api.get("/api/effects").json()["effects"]:
        values = {each["name"]: each["default"] for each in effect["parameters"]}
        assert read_chain([{"type": effect["type"], **values}])


def test_the_catalogue_says_where_effects_are_turned_off(api, settings):
    turn_effects_off(settings)
    assert api.get("/api/effects").json()["enabled"] is False


def test_a_key_that_only_speaks_may_read_the_catalogue_but_no_presets(alice, api_of):
    speaker = api_of(alice, ["speech"])
    assert speaker.get("/api/effects").status_code == 200
    assert speaker.get("/api/effect-presets").status_code == 403


def test_a_preset_is_made_read_changed_deleted_and_restored(api):
    made = api.post("/api/effect-presets", {"name": "Booth", "effects": REVERB}, format="json")
    assert made.status_code == 201
    preset = made.json()
    assert preset["is_builtin"] is False
    assert preset["effects"][0]["size"] == 0.2
    address = f"/api/effect-presets/{preset['id']}"
    assert api.get(address).json() == preset
    renamed = api.patch(address, {"name": "Cellar"}, format="json").json()
    assert (renamed["name"], renamed["effects"]) == ("Cellar", preset["effects"])
    replaced = api.put(address, {"name": "Up", "effects": PITCH}, format="json").json()
    assert (replaced["name"], replaced["effects"][0]["type"]) == ("Up", "pitch")
    assert api.delete(address).status_code == 204
    assert error_of(api.get(address)) == (404, "not_found", None)
    assert api.post(f"{address}/restore").json()["name"] == "Up"
    assert api.get(address).status_code == 200


def test_the_list_has_everybodys_first_and_asks_once(alice, bob, api, django_assert_max_num_queries):
    make_preset(bob, "His")
    for number in range(5):
        make_preset(alice, f"Mine {number}")
    with django_assert_max_num_queries(8):
        body = api.get("/api/effect-presets").json()
    assert [item["id"] for item in body["items"]][: len(BUILTIN_PRESETS)] == list(BUILTIN_PRESETS)
    assert [item["name"] for item in body["items"] if not item["is_builtin"]] == [
        f"Mine {number}" for number in range(5)
    ]
    assert body["total"] == len(BUILTIN_PRESETS) + 5


def test_a_builtin_one_is_read_by_its_slug_and_never_changed(api):
    assert api.get("/api/effect-presets/robot").json()["name"] == "Robot"
    body = {"name": "Mine", "effects": REVERB}
    for method in ("put", "patch", "delete"):
        response = getattr(api, method)("/api/effect-presets/robot", body, format="json")
        assert error_of(response) == (409, "builtin_preset", None)
    assert error_of(api.get("/api/effect-presets/no-such")) == (404, "not_found", None)
    assert error_of(api.delete("/api/effect-presets/no-such")) == (404, "not_found", None)


def test_they_are_put_in_order(alice, api):
    one, two = make_preset(alice, "one"), make_preset(alice, "two")
    body = api.post("/api/effect-presets/order", {"ids": [str(two.pk), str(one.pk)]}, format="json").json()
    assert [item["name"] for item in body["items"] if not item["is_builtin"]] == ["two", "one"]


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"ids": None},
        {"ids": "all"},
        {"ids": ["robot"]},
        {"ids": [1]},
        {"ids": []},
        {"ids": ["7b9f0f8e-0000-4000-8000-000000000000"]},
        {"ids": ["7b9f0f8e-0000-4000-8000-000000000000"] * 101},
    ],
)
def test_an_order_of_other_things_is_refused(alice, api, body):
    make_preset(alice)
    response = api.post("/api/effect-presets/order", body, format="json")
    assert response.status_code == 400
    assert response.json()["error"]["param"].startswith("ids")


@pytest.mark.parametrize(
    ("body", "param", "code"),
    [
        ({}, "name", "invalid"),
        ([], None, "invalid"),
        ({"name": "x"}, "effects", "invalid"),
        ({"name": "", "effects": REVERB}, "name", "invalid"),
        ({"name": None, "effects": REVERB}, "name", "invalid"),
        ({"name": 7, "effects": REVERB}, "name", "invalid"),
        ({"name": "x" * 81, "effects": REVERB}, "name", "invalid"),
        ({"name": "x", "effects": []}, "effects", "invalid"),
        ({"name": "x", "effects": None}, "effects", "invalid"),
        ({"name": "x", "effects": "[]"}, "effects", "invalid_effect"),
        ({"name": "x", "effects": {"type": "reverb"}}, "effects", "invalid_effect"),
        ({"name": "x", "effects": [7]}, "effects[0]", "invalid_effect"),
        ({"name": "x", "effects": [{}]}, "effects[0].type", "unknown_effect"),
        ({"name": "x", "effects": [*REVERB, {"type": "ghost"}]}, "effects[1].type", "unknown_effect"),
        ({"name": "x", "effects": [{"type": "reverb", "mix": 2}]}, "effects[0].mix", "invalid_effect"),
        ({"name": "x", "effects": [{"type": "reverb", "mix": True}]}, "effects[0].mix", "invalid_effect"),
        ({"name": "x", "effects": [{"type": "reverb", "mix": "1"}]}, "effects[0].mix", "invalid_effect"),
        ({"name": "x", "effects": [{"type": "reverb", "wet": 1}]}, "effects[0].wet", "unknown_parameter"),
        ({"name": "x", "effects": REVERB * 17}, "effects", "too_many_effects"),
        ({"name": "x", "effects": REVERB, "colour": "red"}, "colour", "unknown_parameter"),
    ],
)
def test_a_bad_preset_names_the_place(api, body, param, code):
    response = api.post("/api/effect-presets", body, format="json")
    assert error_of(response) == (400, code, param)
    assert response.json()["error"]["message"]
    assert not EffectPreset.objects.exists()


@pytest.mark.parametrize("number", ["NaN", "Infinity", "1e999", "9" * 400])
def test_a_number_that_is_none_is_refused(api, number):
    raw = '{"name": "x", "effects": [{"type": "reverb", "mix": ' + number + "}]}"
    response = api.post("/api/effect-presets", raw, content_type="application/json")
    assert response.status_code == 400
    assert not EffectPreset.objects.exists()


def test_conflicts_are_409(alice, api):
    make_preset(alice)
    again = {"name": "SMALL ROOM", "effects": REVERB}
    assert error_of(api.post("/api/effect-presets", again, format="json")) == (409, "name_taken", "name")


def test_a_chain_is_refused_where_effects_are_turned_off_and_what_is_kept_stays(alice, api, settings):
    preset = make_preset(alice)
    turn_effects_off(settings)
    made = api.post("/api/effect-presets", {"name": "x", "effects": REVERB}, format="json")
    assert error_of(made) == (400, "effects_disabled", "effects")
    assert api.patch(f"/api/effect-presets/{preset.pk}", {"name": "y"}, format="json").status_code == 200
    assert api.get(f"/api/effect-presets/{preset.pk}").json()["effects"][0]["type"] == "reverb"


def test_anothers_preset_is_absent(alice, bob, api_of):
    address = f"/api/effect-presets/{make_preset(alice).pk}"
    stranger = api_of(bob)
    assert stranger.patch(address, {"name": "x"}, format="json").status_code == 404
    assert stranger.delete(address).status_code == 404
    assert stranger.post(f"{address}/restore").status_code == 404
