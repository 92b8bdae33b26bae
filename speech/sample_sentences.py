# ruff: noqa: RUF001 - sentences in many scripts
"""A sentence in each language to hear a voice by."""

from speech.engines.languages import primary

SAMPLES = {
    "ar": "مرحباً، هكذا يبدو صوتي عندما أقرأ لك.",
    "cmn": "你好，这就是我朗读时的声音。",
    "cs": "Dobrý den, takhle zním, když čtu nahlas.",
    "da": "Hej, sådan lyder jeg, når jeg læser højt.",
    "de": "Hallo, so klinge ich, wenn ich vorlese.",
    "el": "Γεια σας, έτσι ακούγομαι όταν διαβάζω.",
    "en": "Hello, this is how I sound when I read to you.",
    "es": "Hola, así sueno cuando leo en voz alta.",
    "fi": "Hei, tältä kuulostan, kun luen ääneen.",
    "fr": "Bonjour, voici ma voix quand je lis.",
    "hi": "नमस्ते, पढ़ते समय मेरी आवाज़ ऐसी लगती है।",
    "hu": "Jó napot, így hangzom, amikor felolvasok.",
    "it": "Ciao, ecco come suona la mia voce quando leggo.",
    "ja": "こんにちは、わたしはこんなこえでよみます。",
    "ko": "안녕하세요, 제가 읽을 때의 목소리입니다.",
    "nb": "Hei, slik høres jeg ut når jeg leser høyt.",
    "nl": "Hallo, zo klink ik als ik voorlees.",
    "pl": "Dzień dobry, tak brzmię, kiedy czytam.",
    "pt": "Olá, é assim que soa a minha voz quando leio.",
    "ro": "Bună, așa sună vocea mea când citesc.",
    "ru": "Здравствуйте, вот так звучит мой голос.",
    "sv": "Hej, så här låter jag när jag läser högt.",
    "tr": "Merhaba, okurken sesim böyle duyuluyor.",
    "uk": "Вітаю, ось так звучить мій голос.",
    "vi": "Xin chào, đây là giọng đọc của tôi.",
}
ANY_LANGUAGE = "1, 2, 3, 4, 5."  # every voice can count


def sample_sentence(language: str) -> str:
    return SAMPLES.get(primary(language), ANY_LANGUAGE)
