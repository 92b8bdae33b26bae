"""Tables that spreadsheets read, and do not carry out."""

import csv
import io

import pytest

from common.csv_files import harmless, lines_of


def test_whatever_is_in_a_cell_is_read_back():
    rows = [["plain", 'say "hi"', "a,b"], ["two\nlines", "return\r", "=1+1"], ["", "  ", "ä"]]
    assert list(csv.reader(io.StringIO(lines_of(rows), newline=""))) == rows
    assert lines_of([["a", 1]]) == "a,1\r\n"


@pytest.mark.parametrize("beginning", ["=", "+", "-", "@", "\t", "\r", "\n", "  =", "\uff1d"])
def test_a_formula_is_shown_and_not_carried_out(beginning):
    assert harmless(f"{beginning}1+1") == f"'{beginning}1+1"


@pytest.mark.parametrize("cell", ["a=b", "", "'quoted", -1.5, 7, "minus - in the middle"])
def test_other_cells_stay_as_they_are(cell):
    assert harmless(cell) == cell
