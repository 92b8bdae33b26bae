"""What is wrong with a recording, and what only its recogniser got wrong."""

import pytest

from speech.proofing import Kind
from speech.proofing.pace import SPARE_SECONDS
from tests.speech.proofing.room import LETTER_SECONDS, proof_of

STORY = (
    "The ferry left the pier at noon. It carried 36 passengers and a crate of oranges. "
    "Nobody on board had expected the storm. By evening the harbour was full of broken glass."
)


def doubts(proof):
    return [(each.kind, each.written, each.heard) for each in proof.differences if each.is_doubtful]


@pytest.mark.parametrize(
    ("written", "heard"),
    [
        (STORY, STORY),
        ("The colour of the harbour is grey.", "the color of the harbor is gray"),
        ("OK, let's go to the theatre.", "Okay let's go to the theater"),
        ("Katherine met Mr. Smyth.", "Catherine met Mister Smith"),
        ("It cost $20 in 1999.", "It cost twenty dollars in 1999"),
        ("We sold 1,250 tickets at 9:30.", "We sold 1250 tickets at 930"),
        ("We sold 1,250 tickets at 9:30.", "We sold 1 ,250 tickets at 9 :30"),
        ("Chapter 21, the 2nd edition.", "Chapter twenty-one the second edition"),
        ("Send an e-mail every day.", "Send an email everyday"),
        ("I am sure that it is not true.", "I'm sure that it's not true"),
        ("They were there, their bags too.", "They were their they're bags to"),
        ("She has 200 sheep and 101 goats.", "She has two hundred sheep and a hundred and one goats"),
        ("Well, we waited.", "Um well we waited"),
        ("Le café coûte 5 euros.", "Le café coûte cinq euros"),
    ],
)
def test_what_recognisers_write_otherwise_is_no_alarm(written, heard):
    assert not proof_of(written, heard).is_doubtful


def test_what_is_said_as_it_is_written_has_no_differences():
    proof = proof_of(STORY, STORY)
    assert (proof.wer, proof.differences, proof.heard) == (0.0, (), STORY)


def test_a_sentence_left_out_is_found_where_it_is_written():
    dropped = "Nobody on board had expected the storm."
    proof = proof_of(STORY, STORY.replace(f"{dropped} ", ""))
    [doubt] = [each for each in proof.differences if each.is_doubtful]
    assert (doubt.kind, doubt.heard) == (Kind.MISSING, "")
    assert STORY[doubt.start : doubt.end] == doubt.written == dropped.rstrip(".")
    assert 4 < doubt.start_seconds <= doubt.end_seconds < 7
    assert proof.wer == pytest.approx(7 / proof.words)


def test_a_text_of_which_nothing_is_heard_is_doubtful():
    assert doubts(proof_of("Good morning everybody.", "")) == [(Kind.MISSING, "Good morning everybody", "")]


@pytest.mark.parametrize("heard", ["", "blue rabbit"])
def test_a_word_or_two_of_which_nothing_is_heard_are_doubtful(heard):
    assert proof_of("Good morning.", heard).is_doubtful


@pytest.mark.parametrize("clause", ["a crate of oranges", "left the pier at noon", "expected the storm"])
def test_a_clause_said_twice_is_found(clause):
    proof = proof_of(STORY, STORY.replace(clause, f"{clause} {clause}"))
    [(kind, written, heard)] = doubts(proof)
    assert (kind, written) == (Kind.EXTRA, "")
    assert sorted(heard.lower().split()) == sorted(clause.split())


@pytest.mark.parametrize(
    ("written", "said", "heard"),
    [("36", "63", "sixty three"), ("36", "thirty", "thirty"), ("36", "1036", "")],
)
def test_another_number_is_found(written, said, heard):
    [(kind, place, found)] = doubts(proof_of(STORY, STORY.replace(written, said)))
    assert (kind, place) == (Kind.CHANGED, "36")
    assert heard in found


def test_a_year_read_as_another_is_found():
    assert proof_of("It was built in 1962.", "It was built in 1926").is_doubtful


def test_a_number_heard_as_no_number_is_a_word_misheard():
    proof = proof_of("Doctor Miller saw 18 patients.", "Doctor Miller saw aching patients")
    assert not proof.is_doubtful
    assert [(each.kind, each.written, each.heard) for each in proof.differences] == [
        (Kind.CHANGED, "18", "aching")
    ]


def test_single_words_are_told_and_raise_no_alarm():
    proof = proof_of(STORY, STORY.replace("broken", "yellow"))
    [only] = proof.differences
    assert (only.written, only.heard, only.is_doubtful) == ("broken", "yellow", False)


def test_a_sentence_of_which_no_word_is_right_is_doubtful():
    garbled = STORY.replace(
        "Nobody on board had expected the storm.", "Gulliver ate ripe musky melons yearly."
    )
    assert proof_of(STORY, garbled).is_doubtful


def test_what_only_the_first_listening_misses_is_no_difference():
    def once(words, listening):
        return [word for word in words if listening > 1 or not 3 <= word.start_seconds < 5]

    proof = proof_of(STORY, STORY, mishears=once)
    assert (proof.is_doubtful, proof.differences, proof.wer) == (False, (), 0.0)


def test_a_repetition_that_was_passed_over_is_found_by_the_time_it_takes():
    clause = "a crate of oranges"
    assert len(clause) * LETTER_SECONDS > SPARE_SECONDS

    def swallows(words, listening):
        if listening > 1:
            return words
        last = [word.text for word in words].index("oranges")
        return [word for at, word in enumerate(words) if not last - 4 < at <= last]

    proof = proof_of(STORY, STORY.replace(clause, f"{clause} {clause}"), mishears=swallows)
    assert [kind for kind, _, _ in doubts(proof)] == [Kind.EXTRA]
