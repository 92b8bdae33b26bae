"""Every example of the rules, and ten thousand random answers against a second way to count edits."""

import random
import unicodedata
from fractions import Fraction

import pytest

from dictation.scoring import Op, best_score, score

TEN = "one two three four five six seven eight nine ten"
WORDS = ("the", "cat", "sat", "on", "a", "mat", "café", "don’t", "it's", "Łódź", "naïve", "42")
SIGNS = "我喜欢猫狗和水"
DRESSES = ("{}", "{},", "“{}”", "({})", "{}!", "— {}")


def scored(expected, given, *, locale="en-GB", is_strict=False):
    return score(expected, given, locale=locale, is_strict=is_strict)


def edits_between(ours, theirs):
    """The textbook's table, a row at a time."""
    row = list(range(len(theirs) + 1))
    for place, one in enumerate(ours, start=1):
        above, row = row, [place]
        for column, other in enumerate(theirs, start=1):
            row.append(min(above[column] + 1, row[-1] + 1, above[column - 1] + (one != other)))
    return row[-1]


def bare(word):
    """As a person who writes no accents would spell it."""
    plain = unicodedata.normalize("NFD", word.lower().replace("’", "'").replace("ł", "l"))
    return "".join(sign for sign in plain if not unicodedata.combining(sign))


def rounded_half_up(part, whole):
    exact = Fraction(100 * part, whole)
    return int(exact + Fraction(1, 2))


@pytest.mark.parametrize(
    ("expected", "given", "edits", "percentage"),
    [
        ("hello world", "world hello", 2, 0),
        (TEN, "two three four five six seven eight nine ten eleven", 2, 80),
        (TEN, "one b c d e f g h i j", 9, 10),
        ("Café, world!", "cafe world", 0, 100),
        ("don’t", "don't", 0, 100),
        ("a b", "", 2, 0),
        ("a b c d e f g h", "a", 7, 13),
        ("我喜欢猫", "我喜欢狗", 1, 75),
        ("我喜欢猫。", "我 喜欢 猫", 0, 100),
    ],
)
def test_the_examples_of_the_rules_hold(expected, given, edits, percentage):
    found = scored(expected, given)
    assert (found.edits, found.percentage) == (edits, percentage)


def test_an_empty_answer_leaves_everything_out():
    for nothing in ("", "  \n", "… !", "\u0301", "🎉"):
        found = scored("A small cat", nothing)
        assert (found.percentage, found.deletions, found.wer) == (0, 3, 1.0)


def test_the_error_rate_is_not_clamped_but_the_percentage_is():
    found = scored("yes", "well yes of course it is")
    assert found.wer == 5.0
    assert found.percentage == 0
    assert found.words_correct == 1


def test_half_a_percent_is_rounded_up():
    words = " ".join(f"w{number}" for number in range(200))
    assert scored(words, words + " x").percentage == 100  # 99.5
    assert scored(words, words + " x y z").percentage == 99  # 98.5
    assert scored("a b c d e f g h", "a b c d e f g").percentage == 88  # 87.5


def test_accents_count_where_it_is_strict():
    assert scored("Café noir", "cafe noir", is_strict=True).percentage == 50
    assert scored("Café noir", "CAFÉ, noir!", is_strict=True).percentage == 100


def test_the_alignment_shows_words_as_they_were_written():
    assert scored("The Café, please!", "the cafe now").alignment == [
        {"op": "equal", "expected": "The", "given": "the"},
        {"op": "equal", "expected": "Café", "given": "cafe"},
        {"op": "substitute", "expected": "please", "given": "now"},
    ]
    assert [step["op"] for step in scored("a b", "a").alignment] == ["equal", "delete"]
    assert scored("a", "a b").alignment[1] == {"op": "insert", "expected": "", "given": "b"}


def test_the_best_of_several_right_answers_counts():
    ways = ["It is one o'clock", "It's one o'clock", "It’s 1 o'clock"]
    found = best_score(ways, "its 1 o'clock", locale="en", is_strict=False)
    assert found.expected == "It’s 1 o'clock"
    assert found.percentage == 67
    same = best_score(["colour", "Colour"], "colour", locale="en", is_strict=False)
    assert same.expected == "colour"


def test_ten_thousand_random_answers_agree_with_another_way_to_count():
    dice = random.Random(4)
    for _ in range(10_000):
        ours = dice.choices(WORDS, k=dice.randint(1, 12))
        theirs = _answered(ours, dice)
        found = scored(_written(ours, dice), _written(theirs, dice))
        _agrees(found, [bare(word) for word in ours], [bare(word) for word in theirs])


def test_two_thousand_random_answers_without_spaces_agree_with_it_too():
    dice = random.Random(8)
    for _ in range(2_000):
        ours = dice.choices(SIGNS, k=dice.randint(1, 20))
        theirs = [sign for sign in ours if dice.random() > 0.2] + dice.choices(SIGNS, k=dice.randint(0, 4))
        found = scored("".join(ours) + "。", "，".join(theirs), locale="zh-CN")
        _agrees(found, ours, theirs)


def _answered(words, dice):
    """Most of it right: words left out, changed, added, said twice."""
    given = []
    for word in words:
        luck = dice.random()
        if luck > 0.12:
            given.append(word if luck > 0.25 else dice.choice(WORDS))
        if luck > 0.9:
            given.append(dice.choice(WORDS))
    return given if dice.random() > 0.05 else dice.choices(WORDS, k=dice.randint(0, 30))


def _written(words, dice):
    dressed = (dice.choice(DRESSES).format(dice.choice((str.upper, str.lower, str))(word)) for word in words)
    return dice.choice((" ", "  ", "\n", "\u00a0")).join(dressed)


def _agrees(found, ours, theirs):
    edits = edits_between(ours, theirs)
    assert found.edits == edits
    assert found.words_total == len(ours)
    assert found.wer == edits / len(ours)
    assert found.percentage == rounded_half_up(max(0, len(ours) - edits), len(ours))
    assert [bare(step.expected.text) for step in found.steps if step.expected] == ours
    assert [bare(step.given.text) for step in found.steps if step.given] == theirs
    assert found.words_correct == sum(step.op is Op.EQUAL for step in found.steps)
    for step in found.steps:
        if step.op in (Op.EQUAL, Op.SUBSTITUTE):
            assert (bare(step.expected.text) == bare(step.given.text)) is (step.op is Op.EQUAL)
