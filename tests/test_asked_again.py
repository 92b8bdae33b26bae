"""What pages ask for again and again may be gone by the next time: they stop, and tell of no error."""

from uuid import uuid4

import pytest
from django.urls import reverse

HTMX = {"HTTP_HX_REQUEST": "true"}
STOPS = 286  # HTMX asks no more


@pytest.mark.parametrize(
    "name", ["speak:state", "transcribe:state", "transcribe:segments", "own-voices:state", "matching:page"]
)
def test_a_part_of_a_page_stops_asking_for_what_is_gone(alice, client_of, name):
    answer = client_of(alice).get(reverse(name, args=[uuid4()]), **HTMX)
    assert (answer.status_code, answer["HX-Reswap"], answer.content) == (STOPS, "none", b"")
