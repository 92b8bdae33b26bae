"""Numbers, signs and abbreviations in words, language by language."""

import pytest
import regex
from hypothesis import given, settings
from hypothesis import strategies as st

from speech.text import clean, normalise
from speech.text.normalise.numbers import chinese, hindi

ENGLISH = {
    "I paid $3.14.": "I paid three dollars and fourteen cents.",
    "It cost $5 million, £2.50 or $0.99.": (
        "It cost five million dollars, two pounds and fifty pence or ninety-nine cents."
    ),
    "$1.2bn, US$300, 50€, $10-$20": (
        "one point two billion dollars, three hundred U S dollars, fifty euros, ten to twenty dollars"
    ),
    "In 1984, 2000, 2005 and 2024.": (
        "In nineteen eighty-four, two thousand, two thousand five and twenty twenty-four."
    ),
    "The 1990s, the '80s, in 1905.": "The nineteen nineties, the eighties, in nineteen oh five.",
    "1500 people and 1,234,567 more": (
        "one thousand five hundred people and "
        "one million two hundred thirty-four thousand five hundred sixty-seven more"
    ),
    "3:30 p.m., 10:05 AM, 12:00, 7pm": "three thirty PM, ten oh five AM, twelve o'clock, seven PM",
    "January 5, 2024 and 4 July": "January fifth, twenty twenty-four and the fourth of July",
    "On 2024-05-06 or 5/6/2024": "On May sixth, twenty twenty-four or May sixth, twenty twenty-four",
    "The 1st, 22nd and 103rd": "The first, twenty-second and one hundred third",
    "5 km, 1 kg, 15 mph, 20°C, 60%": (
        "five kilometers, one kilogram, fifteen miles per hour, twenty degrees Celsius, sixty percent"
    ),
    "-5 degrees, 3.14159": "minus five degrees, three point one four one five nine",
    "1/2 cup, 2 1/2 miles, 3/4 full": "one half cup, two and a half miles, three quarters full",
    "pages 3–5, 1914–1918, a ratio of 3:1": (
        "pages three to five, nineteen fourteen to nineteen eighteen, a ratio of three to one"
    ),
    "Call 555-123-4567.": "Call five five five, one two three, four five six seven.",
    "Henry VIII, World War II, Chapter IV": "Henry the eighth, World War two, Chapter four",
    "I met Mary. I left.": "I met Mary. I left.",
    "Dr. Smith vs. Mr. Jones, etc.": "Doctor Smith versus Mister Jones, et cetera.",
    "In St. Louis on Elm St. He left.": "In Saint Louis on Elm Street. He left.",
    "J. R. R. Tolkien, the U.S. Army": "J R R Tolkien, the U S Army",
    "In the U.S. He left at 5 p.m. Then": "In the U S. He left at five PM. Then",
    "No. 5 and no. No. I do.": "number five and no. No. I do.",
    "See https://www.example.com/a-b.": "See www dot example dot com slash a dash b.",
    "Mail john.doe@example.com!": "Mail john dot doe at example dot com!",
    "#HashTag by @user": "hashtag Hash Tag by at user",
    "Love it 😀👍🏽! R&D": "Love it! R and D",
    "COVID-19, MP3, 5G, version 1.2.3": "COVID nineteen, MP three, five G, version one point two point three",
    "007, 5'10\", 10x": "zero zero seven, five foot ten, ten times",
    "5 + 3 = 8, x < 5, 24/7, and/or": (
        "five plus three equals eight, x less than five, twenty-four seven, and or"
    ),
    "**Bold** and `code`": "Bold and code",
    "Wait 5 min. I will.": "Wait five minutes. I will.",
    "A $5 million house, 50-50, on 9/11": "A five million dollar house, fifty fifty, on nine eleven",
    "ISBN 978-3-16. Call 911.": "ISBN nine seven eight, three, one six. Call nine one one.",
    "In 1066, 10°–15°, 3:43.13, 1080p": (
        "In ten sixty-six, ten to fifteen degrees, three forty-three point one three, ten eighty p"
    ),
    "1234567890123456": "one two three four five six seven eight nine zero one two three four five six",
}
OTHERS = [
    (
        "en-GB",
        "On 5/6/2024, 123 km",
        "On June fifth, twenty twenty-four, one hundred and twenty-three kilometres",
    ),
    (
        "es",
        "21 km, 1.234,56 € y 3,14",
        (
            "veintiún kilómetros, mil doscientos treinta y cuatro euros con cincuenta y seis céntimos "
            "y tres coma uno cuatro"
        ),
    ),
    ("es", "El Sr. Pérez, 01/05/2024", "El señor Pérez, primero de mayo de dos mil veinticuatro"),
    ("fr", "12,50 € à 15h30, 1er mai", "douze euros cinquante à quinze heures trente, premier mai"),
    ("fr", "3,5 millions d'habitants", "trois virgule cinq millions d'habitants"),
    ("it", "1.000.000 e 5 km, ecc.", "un milione e cinque chilometri, eccetera"),
    (
        "pt-BR",
        "R$ 1.234,50 às 14:30",
        "mil duzentos e trinta e quatro reais e cinquenta centavos às catorze e trinta",
    ),
    (
        "de",
        "Am 3. Mai um 15:30 Uhr, z. B. 3,5 km",
        "Am dritten Mai um fünfzehn Uhr dreißig, zum Beispiel drei Komma fünf Kilometer",
    ),
    ("nl", "Dhr. Jansen, 5%", "de heer Jansen, vijf procent"),
    ("pl", "22 zł i 25 zł", "dwadzieścia dwa złote i dwadzieścia pięć złotych"),
    ("ru", "1 250 ₽, 21 км", "одна тысяча двести пятьдесят рублей, двадцать один километр"),
    ("hi", "₹1,23,456 और १२३", "एक लाख तेईस हज़ार चार सौ छप्पन रुपये और एक सौ तेईस"),
    ("ja", "1,234円、50%", "千二百三十四円、五十パーセント"),
    ("zh-CN", "2024年5月3日，增长3.5%", "二零二四年五月三日，增长百分之三点五"),
    ("tr", "5 kişi 3,14", "beş kişi 3,14"),
    ("sw", "Watu 25", "Watu 25"),
]
MESSY = st.lists(
    st.one_of(
        st.sampled_from(
            [
                "$5",
                "€1.50",
                "1/2",
                "3:30",
                "p.m.",
                "1990s",
                "'80s",
                "U.S.",
                "Dr.",
                "St.",
                "No.",
                "5",
                "-7",
                "10-20",
                "50%",
                "5km",
                "H2O",
                "#tag",
                "@me",
                "a@b.co",
                "www.x.com",
                "VIII",
                "Henry",
                "2024",
                "1,234",
                "3.14",
                "3,14",
                "&",
                "+",
                "=",
                "/",
                "<",
                "°",
                "😀",
                "*",
                "**",
                "_",
                "~",
                "½",
                "²",
                "Jan.",
                "May",
                "5'10\"",
                "1:2",
                "etc.",
                "e.g.",
                ".",
                ",",
                "!",
                "1st",
                "01/02/2024",
                "2024-01-02",
                "+1",
                "555-123-4567",
                "15h30",
                "1.000.000",
                "z.B.",
                "Mr",
                "I",
                "V",
                "x",
                "5x",
                "x5",
                "(",
                ")",
                "“",
                "”",
                "’",
                "5.",
                "5th",
            ]
        ),
        st.integers(0, 10**17).map(str),
        st.text(max_size=4).map(lambda text: regex.sub(r"[\ud800-\udfff]", "", text)),
    ),
    max_size=12,
)


@pytest.mark.parametrize(("written", "said"), ENGLISH.items())
def test_english_is_read_as_a_person_would(written, said):
    assert normalise(written, "en-US") == said


@pytest.mark.parametrize(("language", "written", "said"), OTHERS)
def test_other_languages_have_their_own_words(language, written, said):
    assert normalise(written, language) == clean(said)


@settings(max_examples=400, deadline=None)
@given(
    MESSY,
    st.sampled_from(["", " "]),
    st.sampled_from(
        [
            "en",
            "en-GB",
            "es",
            "fr",
            "it",
            "pt",
            "de",
            "nl",
            "pl",
            "ru",
            "hi",
            "ja",
            "zh",
            "ko",
            "sv",
            "tr",
            "sw",
        ]
    ),
)
def test_what_is_normal_stays_as_it_is(parts, joint, language):
    once = normalise(clean(joint.join(parts)), language)
    assert normalise(once, language) == once


@settings(max_examples=200, deadline=None)
@given(MESSY, st.sampled_from(["en", "es", "fr", "it", "pt", "de", "nl", "pl", "ru", "hi", "ja", "zh", "ko"]))
def test_no_digit_is_left_for_the_engine_to_guess(parts, language):
    assert not regex.search(r"\p{Nd}", normalise(clean(" ".join(parts)), language))


def test_hindi_counts_in_lakhs():
    assert len({hindi(number) for number in range(100)}) == 100
    assert hindi(10_00_000) == "दस लाख"


def test_chinese_says_zero_for_what_is_skipped():
    assert [chinese(n) for n in (0, 10, 15, 105, 110, 1005, 10_500, 100_000_000, 30_020_010)] == (
        ["零", "十", "十五", "一百零五", "一百一十", "一千零五", "一万零五百", "一亿", "三千零二万零一十"]
    )
