"""The signs of IPA that people look for, each with a word it is heard in."""
# ruff: noqa: RUF001 - many look like other signs

from dataclasses import dataclass


@dataclass(frozen=True)
class Sign:
    sign: str
    heard_in: str


@dataclass(frozen=True)
class SignGroup:
    title: str
    signs: tuple[Sign, ...]


def _group(title: str, **heard_in: str) -> SignGroup:
    return SignGroup(title, tuple(Sign(sign, words) for sign, words in heard_in.items()))


SIGN_GROUPS = (
    SignGroup(
        "Stress and length",
        (
            Sign("ˈ", "before the stressed syllable"),
            Sign("ˌ", "before a weaker stress"),
            Sign("ː", "after a long sound"),
            Sign("\u0303", "nasal, above the vowel"),
        ),
    ),
    _group(
        "Vowels",
        ə="about",
        æ="cat",
        ɑ="father",
        ɒ="hot (British)",
        ɔ="thought",
        ɛ="bed",
        ɜ="bird",
        ɪ="sit",
        i="see",
        ʊ="book",
        u="food",
        ʌ="cup",
        y="French tu",
        ø="French peu",
        œ="French œuf",
    ),
    _group(
        "Vowels that move",
        eɪ="day",
        aɪ="my",
        ɔɪ="boy",
        aʊ="now",
        oʊ="go",
        əʊ="go (British)",
    ),
    _group(
        "Consonants",
        θ="thin",
        ð="this",
        ʃ="she",
        ʒ="vision",
        tʃ="church",
        dʒ="judge",
        ŋ="sing",
        j="yes",
        ɹ="red",
        ɾ="water (American)",
        ɡ="go",
        x="Scottish loch",
        ç="German ich",
        ʁ="French rue",
        ɲ="Spanish ñ",
        ʎ="Italian gli",
        r="Spanish perro",
        ʔ="uh-oh",
    ),
)
