"""What the operator tells one kind of model: a slip is told with its place before anything is looked for."""

import pytest

from speech.engines.errors import EngineUnavailable
from speech.providers.opening import models_of
from tests.speech.providers.research_builders import opened, research_settings

NOWHERE = "/nowhere"


@pytest.mark.parametrize(
    ("kind", "wrong", "told"),
    [
        ("vits", {"noise_scale": "much"}, "'noise_scale' .* a valid number"),
        ("vits", {"noise_scale": True}, "'noise_scale' .* a valid number"),
        ("vits", {"noise_scale": 9}, "'noise_scale' .* less than or equal to 2"),
        ("vits", {"unknown_words": "sing"}, "'refuse' or 'skip'"),
        ("vits", {"nosie_scale": 0.5}, "'nosie_scale' .*There are: noise_scale, noise_scale_duration"),
        ("speecht5", {"vocoder": 5}, "'vocoder' .* a valid string"),
        ("pocket", {"eos_threshold": float("nan")}, "'eos_threshold' .* finite"),
        ("dia", {"top_p": 0}, "'top_p' .* greater than 0"),
        ("csm", {"temperature": "0.8"}, "'temperature' .* a valid number"),
        ("higgs", {"top_k": 5.5}, "'top_k' .* a valid integer"),
        ("vibevoice", {"num_diffusion_steps": 0}, "'num_diffusion_steps' .* greater than or equal to 1"),
        ("vibevoice", {"temperature": 1.0}, "There are: guidance_scale, num_diffusion_steps"),
    ],
)
def test_what_is_wrong_is_told_with_its_place(kind, wrong, told):
    with pytest.raises(EngineUnavailable, match=told) as refused:
        opened(kind, NOWHERE, options=wrong)
    assert f"[providers.tiny-{kind}.options]" in refused.value.what_to_do


@pytest.mark.parametrize("kind", ["pocket", "dia", "higgs", "speecht5"])
def test_what_is_no_name_of_a_part_is_not_looked_for_on_the_hub(kind):
    name = "vocoder" if kind == "speecht5" else "codec"
    with pytest.raises(EngineUnavailable, match=f"'{name}'"):
        models_of(research_settings(kind, "someone/model", options={name: 5}))
