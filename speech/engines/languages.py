"""Language tags (BCP 47): one spelling for each, and which of those offered is meant by one asked for."""

import re
from collections.abc import Collection

TAG = re.compile(r"[A-Za-z]{2,3}([-_][A-Za-z0-9]{1,8}){0,4}")
# What people write for what the voices are called.
ALIASES = {"zh": "cmn", "no": "nb", "iw": "he", "in": "id"}
# Where a language alone is asked for, its most spoken form is meant.
USUAL_REGION = {"en": "en-US", "pt": "pt-BR", "fr": "fr-FR", "es": "es", "zh": "cmn"}


def canonical_tag(tag: str) -> str:
    """`en_us` -> `en-US`, `CMN-latn-pinyin` -> `cmn-Latn-pinyin`."""
    first, *rest = tag.replace("_", "-").split("-")
    parts, is_private = [first.lower()], False
    for part in rest:
        is_private = is_private or part.lower() == "x"
        parts.append(part.lower() if is_private else _cased(part))
    return "-".join(parts)


def primary(tag: str) -> str:
    language = canonical_tag(tag).split("-")[0]
    return ALIASES.get(language, language)


def nearest(wanted: str, offered: Collection[str]) -> str | None:
    """The tag itself, else its usual region, else the first of the same language."""
    tag = canonical_tag(wanted)
    same = [candidate for candidate in offered if primary(candidate) == primary(tag)]
    for choice in (tag, USUAL_REGION.get(tag, "")):
        if choice in same:
            return choice
    return same[0] if same else None


def covers(meant: str, tag: str) -> bool:
    """`en` is every English; `en-GB` is that alone."""
    wanted = canonical_tag(meant)
    return canonical_tag(tag) == wanted or ("-" not in wanted and primary(tag) == primary(wanted))


def _cased(part: str) -> str:
    if len(part) == 4 and part.isalpha():
        return part.title()
    return part.upper() if len(part) == 2 and part.isalpha() else part.lower()
