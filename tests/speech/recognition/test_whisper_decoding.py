"""How often a stretch is tried again, and what is left of one that goes round in circles."""

from types import SimpleNamespace

from speech.recognition.base import Hearing, Stretch
from speech.recognition.whisper_decoding import TRIES, Decoder
from tests.speech.recognition.sounds import silence

ROUND_AND_ROUND = list(range(5)) * 12


class LoopingModel:
    """The same few words over and over, and sure of them."""

    def __init__(self):
        self.tries = 0
        self.model = self

    def generate(self, output, prompts, **options):
        self.tries += 1
        return [
            SimpleNamespace(sequences_ids=[ROUND_AND_ROUND], scores=[-0.1], no_speech_prob=0.0)
            for _ in prompts
        ]


class Tokenizer:
    eot, no_timestamps, sot_sequence = 100, 101, ()
    transcribe = translate = sot = sot_prev = sot_lm = no_speech = 102
    non_speech_tokens = ()

    def decode(self, tokens):
        return " ".join(map(str, tokens))


class Heard:
    """Encoded already."""

    output = None

    def __init__(self):
        self.stretches = [Stretch(silence(5), 0.0)]

    def only(self, rows):
        return self


def decoded(model, **bounds):
    [heard] = Decoder(model, Tokenizer(), Hearing()).decode(Heard(), **bounds)
    return heard


def test_what_goes_round_in_circles_is_tried_in_every_way():
    model = LoopingModel()
    decoded(model)
    assert model.tries == len(TRIES)


def test_fewer_tries_are_made_where_they_are_bounded():
    model = LoopingModel()
    decoded(model, most_tries=2)
    assert model.tries == 2


def test_what_is_left_of_a_loop_is_not_taken_for_good():
    heard = decoded(LoopingModel(), most_tries=2)
    assert heard.tokens == (0, 1, 2, 3, 4)
    assert not heard.is_good
