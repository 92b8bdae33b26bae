"""What may be in a text, and whether there is anything in it to say."""

import unicodedata

import regex

from speech.text.errors import InvalidText

_LONE_SURROGATE = regex.compile(r"[\ud800-\udfff]")
# Joiners stay: emoji, Persian and Indic scripts need them. Marks of direction say nothing.
_UNSPEAKABLE = regex.compile(
    r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\u00ad\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\ufeff"
    r"\ufff9-\ufffb\ufdd0-\ufdef\p{Noncharacter_Code_Point}]"
)
_LINE_ENDS = regex.compile(r"\r\n?|\x85|\u2028")
_PICTURE = regex.compile(r"[\p{Extended_Pictographic}\p{Regional_Indicator}\u20e3\U000e0020-\U000e007f]")
_MAYBE_PICTURE = regex.compile(
    r"[\p{Extended_Pictographic}\p{Emoji_Modifier}\p{Regional_Indicator}\u20e3\ufe0f\u200d"
    r"\U000e0020-\U000e007f]"
)
_CLUSTER = regex.compile(r"\X")
_TEXT_SYMBOLS = "©®™‼⁉"
_SPEAKABLE = regex.compile(r"[\p{L}\p{N}]")
_SPOKEN_SYMBOLS = "&@%€£$¥₹+=°©§∞"


def clean(text: str) -> str:
    """NFC, lines ended by a newline, no control characters. Cleaning twice changes nothing."""
    if half := _LONE_SURROGATE.search(text):
        raise InvalidText(half.start(), half.group())
    text = _LINE_ENDS.sub("\n", text).replace("\u2029", "\n\n")
    return unicodedata.normalize("NFC", _UNSPEAKABLE.sub("", text))


def has_speech(text: str) -> bool:
    """Whether a voice would say anything: not for spaces, punctuation or emoji alone."""
    if _SPEAKABLE.search(text):
        return True
    return any(symbol in text for symbol in _SPOKEN_SYMBOLS)


def without_pictures(text: str) -> str:
    """Emoji of every kind give way to a space; the digit of a keycap stays."""
    if not _MAYBE_PICTURE.search(text):
        return text
    return "".join(map(_without_picture, _CLUSTER.findall(text)))


def _without_picture(cluster: str) -> str:
    if not _PICTURE.search(cluster):
        return cluster
    if cluster[0] in _TEXT_SYMBOLS or cluster[0] in "0123456789#*":
        return cluster[0]
    # A modifier may hang on a letter before it in the same cluster.
    kept = "".join(c for c in cluster if _SPEAKABLE.match(c))
    return kept or " "
