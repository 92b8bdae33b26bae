"""Languages that are recognised: their codes (ISO 639-1 where there is one) and English names."""

from collections.abc import Mapping

NAMES: Mapping[str, str] = {
    "af": "afrikaans",
    "am": "amharic",
    "ar": "arabic",
    "as": "assamese",
    "az": "azerbaijani",
    "ba": "bashkir",
    "be": "belarusian",
    "bg": "bulgarian",
    "bn": "bengali",
    "bo": "tibetan",
    "br": "breton",
    "bs": "bosnian",
    "ca": "catalan",
    "cs": "czech",
    "cy": "welsh",
    "da": "danish",
    "de": "german",
    "el": "greek",
    "en": "english",
    "es": "spanish",
    "et": "estonian",
    "eu": "basque",
    "fa": "persian",
    "fi": "finnish",
    "fo": "faroese",
    "fr": "french",
    "gl": "galician",
    "gu": "gujarati",
    "ha": "hausa",
    "haw": "hawaiian",
    "he": "hebrew",
    "hi": "hindi",
    "hr": "croatian",
    "ht": "haitian creole",
    "hu": "hungarian",
    "hy": "armenian",
    "id": "indonesian",
    "is": "icelandic",
    "it": "italian",
    "ja": "japanese",
    "jv": "javanese",
    "ka": "georgian",
    "kk": "kazakh",
    "km": "khmer",
    "kn": "kannada",
    "ko": "korean",
    "la": "latin",
    "lb": "luxembourgish",
    "ln": "lingala",
    "lo": "lao",
    "lt": "lithuanian",
    "lv": "latvian",
    "mg": "malagasy",
    "mi": "maori",
    "mk": "macedonian",
    "ml": "malayalam",
    "mn": "mongolian",
    "mr": "marathi",
    "ms": "malay",
    "mt": "maltese",
    "my": "myanmar",
    "ne": "nepali",
    "nl": "dutch",
    "nn": "nynorsk",
    "no": "norwegian",
    "oc": "occitan",
    "pa": "punjabi",
    "pl": "polish",
    "ps": "pashto",
    "pt": "portuguese",
    "ro": "romanian",
    "ru": "russian",
    "sa": "sanskrit",
    "sd": "sindhi",
    "si": "sinhala",
    "sk": "slovak",
    "sl": "slovenian",
    "sn": "shona",
    "so": "somali",
    "sq": "albanian",
    "sr": "serbian",
    "su": "sundanese",
    "sv": "swedish",
    "sw": "swahili",
    "ta": "tamil",
    "te": "telugu",
    "tg": "tajik",
    "th": "thai",
    "tk": "turkmen",
    "tl": "tagalog",
    "tr": "turkish",
    "tt": "tatar",
    "uk": "ukrainian",
    "ur": "urdu",
    "uz": "uzbek",
    "vi": "vietnamese",
    "yi": "yiddish",
    "yo": "yoruba",
    "yue": "cantonese",
    "zh": "chinese",
}

# Other codes and names that people have for them.
_ALSO: Mapping[str, str] = {
    "burmese": "my",
    "castilian": "es",
    "cmn": "zh",
    "farsi": "fa",
    "fil": "tl",
    "filipino": "tl",
    "flemish": "nl",
    "haitian": "ht",
    "in": "id",
    "iw": "he",
    "ji": "yi",
    "jw": "jv",
    "letzeburgesch": "lb",
    "mandarin": "zh",
    "moldavian": "ro",
    "moldovan": "ro",
    "nb": "no",
    "norwegian nynorsk": "nn",
    "panjabi": "pa",
    "pushto": "ps",
    "sinhalese": "si",
    "valencian": "ca",
}
# The codes of three letters that programs send, ISO 639-2 and 639-3.
_PAIRS = (
    "afr:af amh:am ara:ar asm:as aze:az bak:ba bel:be bul:bg ben:bn bod:bo bre:br bos:bs cat:ca "
    "ces:cs cym:cy dan:da deu:de ger:de ell:el eng:en spa:es est:et eus:eu fas:fa fin:fi fao:fo "
    "fra:fr fre:fr glg:gl guj:gu hau:ha heb:he hin:hi hrv:hr hat:ht hun:hu hye:hy ind:id isl:is "
    "ita:it jpn:ja jav:jv kat:ka kaz:kk khm:km kan:kn kor:ko lat:la ltz:lb lin:ln lao:lo lit:lt "
    "lav:lv mlg:mg mri:mi mkd:mk mal:ml mon:mn mar:mr msa:ms mlt:mt mya:my nep:ne nld:nl dut:nl "
    "nno:nn nor:no oci:oc pan:pa pol:pl pus:ps por:pt ron:ro rus:ru san:sa snd:sd sin:si slk:sk "
    "slv:sl sna:sn som:so sqi:sq srp:sr sun:su swe:sv swa:sw tam:ta tel:te tgk:tg tha:th tuk:tk "
    "tgl:tl tur:tr tat:tt ukr:uk urd:ur uzb:uz vie:vi yid:yi yor:yo zho:zh chi:zh "
)
_THREE_LETTERS: Mapping[str, str] = {pair[:3]: pair[4:] for pair in _PAIRS.split()}
_CODES: Mapping[str, str] = {**{name: code for code, name in NAMES.items()}, **_ALSO, **_THREE_LETTERS}


def language_name(code: str) -> str:
    """`en` -> `english`. A code without a name stands for itself."""
    return NAMES.get(code, code)


def language_code(asked: str) -> str | None:
    """`en`, `en-GB`, `eng`, `English` -> `en`; None for what is no language here."""
    plain = " ".join(asked.casefold().replace("_", "-").split())
    for spelling in (plain, plain.partition("-")[0]):
        if spelling in NAMES:
            return spelling
        if spelling in _CODES:
            return _CODES[spelling]
    return None
