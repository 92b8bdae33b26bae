"""What is a word of a dictation, and when two ways of writing it are the same."""

from dictation.words import has_words, spaced, tokens


def keys(text, locale="en-GB", *, is_strict=False):
    return [token.key for token in tokens(text, locale, is_strict=is_strict)]


def strict(text, locale="en-GB"):
    return keys(text, locale, is_strict=True)


def test_case_and_punctuation_do_not_count():
    assert keys("Hello, WORLD! (Again…)") == ["hello", "world", "again"]
    assert strict("Hello, WORLD! (Again…)") == ["hello", "world", "again"]


def test_a_token_knows_how_it_was_written():
    assert [token.text for token in tokens("“Café”, Straße", "de-DE", is_strict=False)] == ["Café", "Straße"]


def test_all_apostrophes_are_one_and_stay_inside_a_word_alone():
    for sign in "'’‘ʼ´`′＇":
        assert keys(f"don{sign}t") == ["don't"], sign
    assert keys("‘quoted’ rock ’n’ roll, the dogs’ tails") == [
        *("quoted", "rock", "n", "roll", "the", "dogs", "tails")
    ]


def test_dashes_and_signs_part_words():
    assert keys("well‑known — e.g. 1,000 or 10 %") == ["well", "known", "e", "g", "1", "000", "or", "10"]


def test_accents_count_only_where_it_is_strict():
    assert keys("Café Łódź œuvre naïve") == ["cafe", "lodz", "oeuvre", "naive"]
    assert strict("Café Łódź œuvre naïve") == ["café", "łódź", "œuvre", "naïve"]
    assert keys("ё й", "ru-RU") == ["е", "й"]
    assert keys("أُحِبّ", "ar") == ["احب"]


def test_composed_and_decomposed_letters_are_the_same():
    assert strict("re\u0301sume\u0301") == strict("résumé")
    assert strict("ﬁne ＷＩＤＥ ｶﾞ") == ["fine", "wide", "ガ"]
    assert strict("STRASSE") == strict("Straße")


def test_vowel_signs_and_voicing_marks_are_no_accents():
    assert keys("की", "hi") != keys("कि", "hi")
    assert keys("が", "ja") != keys("か", "ja")
    assert keys("한국어 공부", "ko") == ["한국어", "공부"]


def test_turkish_has_two_letters_i():
    assert strict("IŞIK İyi", "tr-TR") == strict("ışık iyi", "tr-TR")
    assert strict("IŞIK", "tr-TR") != strict("işik", "tr-TR")
    assert keys("IŞIK", "tr-TR") == keys("isik", "tr-TR")


def test_scripts_without_spaces_are_taken_by_character():
    assert keys("我喜欢 Python 3。2024年", "zh-CN") == [*"我喜欢", "python", "3", "2024", "年"]
    assert keys("コーヒーを", "ja-JP") == [*"コーヒーを"]
    assert [token.text for token in tokens("ดีครับ", "th-TH", is_strict=False)] == ["ดี", "ค", "รั", "บ"]


def test_what_is_not_seen_does_not_count():
    assert keys("co\u00adop\u200b \u202eleft") == ["coop", "left"]
    assert keys("می\u200cخواهم", "fa") == keys("میخواهم", "fa")


def test_pictures_and_punctuation_are_no_words():
    assert not has_words("🎉 … — ‘’ \u0301")
    assert not has_words("")
    assert has_words("🎉 7")
    assert has_words("猫")


def test_a_text_is_spaced_by_most_of_its_letters():
    assert spaced("Hello 世界")
    assert not spaced("我喜欢猫 OK")
    assert not spaced("สวัสดีครับ")
    assert spaced("한국어 공부")
    assert spaced("1999")
