"""Lexicons as CSV: what spreadsheets write is read, and what is wrong is told with its line."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from common.errors import AppError, InvalidInput, TooLarge
from speech.lexicons.cleaning import clean_entry, key_of
from speech.lexicons.csv_files import FILE_MAX_BYTES, read_csv, write_csv
from speech.text import LexiconEntry

SQL = LexiconEntry("SQL", respelling="sequel")
NGUYEN = LexiconEntry("Nguyen", ipa="ŋwiən", case_sensitive=True, whole_word=False)
HEADING = "written,respelling,ipa,case_sensitive,whole_word\n"
TEXT = HEADING + "SQL,sequel,,,\nNguyen,,ŋwiən,true,false\n"


@pytest.mark.parametrize(
    "data",
    [
        TEXT.encode(),
        TEXT.encode("utf-8-sig"),
        TEXT.replace(",", ";").encode("utf-8-sig"),
        TEXT.replace(",", "\t").encode("utf-16"),
        TEXT.replace("\n", "\r\n").encode(),
        TEXT.replace("true", "WAHR").replace("false", "FALSCH").encode(),
        ("sep=;\n" + TEXT.replace(",", ";")).encode(),
        TEXT.removeprefix(HEADING).encode(),
        "IPA,Written,Case Sensitive,Whole word,respelling\n,SQL,,,sequel\nŋwiən,Nguyen,1,0,\n".encode(),
        ("\n\n" + TEXT + ",,,,\n\n").encode(),
        TEXT.replace("SQL", '"SQL"').encode(),
    ],
)
def test_every_spreadsheets_dialect_is_read(data):
    assert read_csv(data) == [SQL, NGUYEN]


def test_columns_may_be_left_out():
    assert read_csv(b"written,respelling\nSQL,sequel\n") == [SQL]
    assert read_csv(b"SQL,sequel\n") == [SQL]


WORDS = st.text(st.characters(codec="utf-8"), min_size=1, max_size=40)


@given(st.lists(st.tuples(WORDS, WORDS, st.booleans(), st.booleans()), max_size=8))
def test_what_is_written_is_read_again(rows):
    entries = {}
    for written, respelling, case_sensitive, whole_word in rows:
        try:
            entry = clean_entry(
                written=written,
                respelling=respelling,
                case_sensitive=case_sensitive,
                whole_word=whole_word,
            )
        except AppError:
            continue
        entries[key_of(entry), entry.case_sensitive] = entry
    if entries:
        assert read_csv(write_csv(entries.values()).encode()) == list(entries.values())


def test_every_wrong_line_is_told_with_its_number():
    text = (
        HEADING
        + 'ok,fine,,,\n"two\nlines",x,,,\n,nothing,,,\nSQL,,,,\nIPA,,9,,\nflag,x,,perhaps,\nOK,again,,,\n'
    )
    with pytest.raises(InvalidInput) as refusal:
        read_csv(text.encode())
    message = refusal.value.message
    assert refusal.value.param == "file"
    for told in (
        "Line 5: Write the word",
        "Line 6: Say how it sounds",
        "Line 7: “9” is not a sign of IPA",
        "Line 8: case_sensitive is true or false",
        "Line 9: “OK” is on line 2 already",
        "Nothing was imported",
    ):
        assert told in message


def test_a_file_full_of_mistakes_names_the_first_and_counts_the_rest():
    with pytest.raises(InvalidInput, match=r"Line 6:.* And 4 more lines"):
        read_csv((HEADING + "x,,,,\n" * 9).encode())


@pytest.mark.parametrize(
    ("data", "told"),
    [
        (b"", "no word"),
        (HEADING.encode(), "no word"),
        ("Nguyen;ŋwiən".encode("utf-16-le"), "not a CSV"),
        ("Café;kafé".encode("latin-1"), "CSV UTF-8"),
        (b"PK\x03\x04\xff\x00", "UTF-8"),
        (b'written,respelling\n"SQL,sequel\n', "Line 2: this is not CSV"),
        (b"written,sounds\nSQL,sequel\n", "no column “sounds”"),
        (b"written,respelling\nMr, Smith,mister\n", "more cells than the 2 columns"),
    ],
)
def test_what_is_no_lexicon_says_what_to_do(data, told):
    with pytest.raises(InvalidInput, match=told):
        read_csv(data)


def test_a_huge_file_is_not_read():
    with pytest.raises(TooLarge):
        read_csv(b"x" * (FILE_MAX_BYTES + 1))
    with pytest.raises(InvalidInput, match="rows"):
        read_csv(b"\n".join(b"w%d,x" % number for number in range(10_050)))
