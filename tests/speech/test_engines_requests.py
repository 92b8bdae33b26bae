"""What is wrong with a request comes out before any audio: blends, tags, speeds, words."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from speech.engines.base import Capabilities, Gender, PassageRequest
from speech.engines.checks import check_request
from speech.engines.cutting import cut
from speech.engines.errors import InvalidBlend, UnknownVoice, UnsupportedLanguage, UnsupportedOption
from speech.engines.kokoro_voices import BlendPart, described, parse_blend
from speech.engines.languages import canonical_tag, nearest
from speech.engines.phonemes import respelled
from speech.engines.stretching import split_speed

KNOWN = ["af_heart", "am_adam", "bf_emma", "jf_alpha", "zm_yunxi", "ff_siwis"]
ANY = Capabilities(languages=("en-US", "cmn"))


def test_one_voice_is_a_blend_of_one():
    assert parse_blend("af_heart", KNOWN) == (BlendPart("af_heart", 1.0),)


@pytest.mark.parametrize(
    "recipe", ["af_heart(0.6)+am_adam(0.4)", " af_heart ( 6 ) + am_adam(4) ", "af_heart(1.5)+am_adam(1)"]
)
def test_weights_add_up_to_one(recipe):
    assert parse_blend(recipe, KNOWN) == (
        BlendPart("af_heart", pytest.approx(0.6)),
        BlendPart("am_adam", pytest.approx(0.4)),
    )


def test_without_weights_every_voice_counts_the_same():
    assert [part.weight for part in parse_blend("af_heart+am_adam+bf_emma", KNOWN)] == pytest.approx(
        [1 / 3] * 3
    )


@pytest.mark.parametrize(
    "recipe",
    [
        "", "+", "af_heart+", "af_heart(0)+am_adam(1)", "af_heart(-1)", "af_heart(nan)", "af_heart(inf)",
        "af_heart(1e9)+am_adam", "af_heart()", "af_heart(a)", "af_heart(1", "af_heart)1(", "af_heart(1)(2)",
        "af_heart+af_heart", "af_heart+am_adam+bf_emma+jf_alpha+zm_yunxi+ff_siwis",
    ],
)  # fmt: skip
def test_a_blend_that_makes_no_sense_says_so(recipe):
    with pytest.raises(InvalidBlend) as caught:
        parse_blend(recipe, KNOWN)
    assert caught.value.param == "voice"


def test_an_unknown_voice_in_a_blend_is_named():
    with pytest.raises(UnknownVoice) as caught:
        parse_blend("af_heart+elvis", KNOWN)
    assert caught.value.voice == "elvis"


@given(st.text(max_size=40))
def test_any_recipe_is_a_blend_or_an_error_of_ours(recipe):
    try:
        parts = parse_blend(recipe, KNOWN)
    except (InvalidBlend, UnknownVoice):
        return
    assert sum(part.weight for part in parts) == pytest.approx(1)


def test_a_voices_name_tells_language_and_gender():
    assert (described("af_heart", engine="kokoro").language, described("af_heart", engine="kokoro").name) == (
        "en-US",
        "Heart",
    )
    assert described("bm_george", engine="kokoro").gender is Gender.MALE
    assert described("zf_xiaobei", engine="kokoro").language == "cmn"


@pytest.mark.parametrize("speed", [0, 0.24, 4.01, 9, -1, math.nan, math.inf])
def test_a_speed_outside_the_range_is_named(speed):
    with pytest.raises(UnsupportedOption) as caught:
        check_request(PassageRequest("hello", "v", speed=speed), ANY)
    assert caught.value.param == "speed"


@pytest.mark.parametrize("text", ["", "  \n\t", "x" * 5_001])
def test_nothing_and_far_too_much_to_say_are_errors(text):
    with pytest.raises(UnsupportedOption, match="text can't be"):
        check_request(PassageRequest(text, "v"), ANY)


def test_phonemes_for_an_engine_that_takes_none_are_an_error():
    with pytest.raises(UnsupportedOption, match="phonemes"):
        check_request(PassageRequest("hello", "v", phonemes="həlˈO"), ANY)


@pytest.mark.parametrize("language", ["xx", "", "english"])
def test_a_language_that_is_not_spoken_is_an_error(language):
    with pytest.raises(UnsupportedLanguage):
        check_request(PassageRequest("hello", "v", language=language), ANY)


@pytest.mark.parametrize("seed", [-1, 2**32])
def test_a_seed_out_of_range_is_an_error(seed):
    with pytest.raises(UnsupportedOption, match="seed"):
        check_request(PassageRequest("hello", "v", seed=seed), ANY)


@pytest.mark.parametrize(
    ("written", "canonical"),
    [
        ("en_us", "en-US"),
        ("CMN-latn-pinyin", "cmn-Latn-pinyin"),
        ("en-gb-x-RP", "en-GB-x-rp"),
        ("es-419", "es-419"),
    ],
)
def test_a_tag_has_one_spelling(written, canonical):
    assert canonical_tag(written) == canonical


@pytest.mark.parametrize(
    ("wanted", "found"),
    [
        ("en", "en-US"),
        ("en-gb", "en-GB"),
        ("en-AU", "en-GB"),
        ("zh", "cmn"),
        ("zh-CN", "cmn"),
        ("de", None),
        ("pt-PT", "pt-BR"),
    ],
)
def test_the_nearest_language_is_meant(wanted, found):
    assert nearest(wanted, ["en-GB", "en-US", "cmn", "pt-BR"]) == found


def test_a_speed_beyond_the_model_is_split():
    assert split_speed(1.5, (0.5, 2.0)) == (1.5, 1.0)
    assert split_speed(4.0, (0.5, 2.0)) == (2.0, 2.0)
    assert split_speed(0.25, (0.5, 2.0)) == (0.5, 0.5)


@given(st.text(alphabet="abcˈː .,!?", max_size=300), st.integers(3, 40))
def test_cut_phonemes_lose_nothing_and_fit(phonemes, limit):
    pieces = list(cut(phonemes, limit=limit))
    assert "".join("".join(pieces).split()) == "".join(phonemes.split())
    assert all(0 < len(piece) <= limit for piece in pieces)


def test_it_cuts_where_one_would_pause():
    assert list(cut("one two. three four", limit=14)) == ["one two.", "three four"]
    assert list(cut("one two, three four", limit=14)) == ["one two,", "three four"]
    assert list(cut("one two three four", limit=14)) == ["one two three", "four"]


def test_phonemes_are_spelled_as_the_model_learned_them():
    assert respelled("mˌe^ɪd t^ʃˈe^əz", language="en-gb") == "mˌAd ʧˈɛːz"
    assert respelled("fˈɑːks", language="en-us") == "fˈɑks"
    assert respelled("(en)wˈiːkˌɛnd(fr) ʒˈuʁ", language="fr-fr") == "wˈiːkˌɛnd ʒˈuʁ"


def test_a_mistyped_voice_is_told_what_it_is_close_to():
    assert "Did you mean af_heart?" in str(UnknownVoice("af_haert", ["af_heart", "bm_george", "zm_yunxi"]))
    assert "There are: bm_george" in str(UnknownVoice("nobody", ["bm_george"]))
