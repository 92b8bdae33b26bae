"""Who speaks, at the beginning of a line: “ANNA: …”, “Anna (whispering): …”, “**Anna:** …”."""

from collections import Counter
from collections.abc import Collection, Iterable
from dataclasses import dataclass

import regex

LONGEST_NAME = 40
MOST_WORDS = 5
# Spaces are taken once and for all (`*+`): a line of nothing else would be gone through again and again.
_CUE = regex.compile(
    r"""\s*+
    (?P<time>[\[(]?\d{1,2}:\d{2}(?::\d{2})?(?:[.,]\d{1,3})?[\])]?[^\S\n]++(?:[-–—][^\S\n]*+)?)?
    (?P<before>\*{1,3}|_{1,2})?
    (?P<name>[^\s:：()\[\]（）*<>{}"“”„|\\/][^:：()\[\]（）*<>{}"“”„|\\\n]{0,59}?)
    [^\S\n]*+
    (?P<direction>\([^()\n]{0,200}\)|\[[^\[\]\n]{0,200}\]|（[^（）\n]{0,200}）)?
    (?P<between>\*{1,3}|_{1,2})?
    [^\S\n]*+
    (?P<colon>[:：])
    (?P<after>\*{1,3}(?=\s|$)|_{1,2}(?=\s|$))?
    (?P<said>.*)""",  # noqa: RUF001
    regex.VERBOSE | regex.DOTALL,
)
# What may follow a colon at once. A digit is a time or a verse, a slash an address.
_BEGINS = regex.compile(r"""[\p{L}¿¡"'“‘«„]""")  # noqa: RUF001
_LETTER = regex.compile(r"\p{L}")
_SENTENCE = regex.compile(r"[?!;,…。！？，]|\p{L}{5,}\.(?=\s|$)")  # noqa: RUF001
_PARTICLES = {
    *(
        "a",
        "al",
        "an",
        "and",
        "da",
        "das",
        "de",
        "del",
        "della",
        "den",
        "der",
        "des",
        "di",
        "do",
        "dos",
        "du",
    ),
    *("e", "ed", "el", "et", "il", "in", "la", "las", "le", "los", "och", "of", "og", "san", "the", "und"),
    *("van", "ve", "vom", "von", "y", "zu", "zum", "zur"),
}


@dataclass(frozen=True, slots=True)
class Cue:
    """`time` and `direction` as they are written, or empty."""

    name: str
    said: str
    time: str = ""
    direction: str = ""

    @property
    def key(self) -> str:
        return self.name.casefold()


def cue_in(line: str) -> Cue | None:
    """What looks like one. Whether it is depends on the others: see `speakers_among`."""
    has_colon = ":" in line or "：" in line  # noqa: RUF001 - most lines are told by that alone
    found = _CUE.match(line) if has_colon else None
    if found is None:
        return None
    name = found["name"].strip()
    if not _is_name(name) or not _may_follow(name, found):
        return None
    said = found["said"].strip()
    return Cue(name, said, (found["time"] or "").strip(), (found["direction"] or "").strip())


def speakers_among(cues: Iterable[Cue]) -> Collection[str]:
    """The keys of those that are names. “He told me: go” in the middle of what somebody says is none, unless
    it is there again and again.
    """
    found = list(cues)
    counts = Counter(cue.key for cue in found)
    likely = {cue.key for cue in found if _is_written_like_a_name(cue.name)}
    repeated = {key for key, count in counts.items() if count > 1}
    if likely:
        return likely | repeated
    return repeated | {cue.key for cue in found if " " not in cue.name}


def _is_name(name: str) -> bool:
    return (
        len(name) <= LONGEST_NAME
        and len(name.split()) <= MOST_WORDS
        and bool(_LETTER.search(name))
        and not _SENTENCE.search(name)
    )


def _may_follow(name: str, found: "regex.Match[str]") -> bool:
    said = found["said"]
    if not said or said[0].isspace() or found["after"] or found["colon"] == "：":  # noqa: RUF001
        return True
    return bool(_BEGINS.match(said)) and not name[0].islower() and not name[0].isdigit()


def _is_written_like_a_name(name: str) -> bool:
    """A capital or a figure where each word begins, in scripts that have capitals."""
    words = name.split()
    return not words[0][0].islower() and all(
        not word[0].islower() or word in _PARTICLES for word in words[1:]
    )
