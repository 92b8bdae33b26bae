"""Statistics of practice and the word notebook in a real browser, at a desk and on a phone."""

import re

import pytest
from playwright.sync_api import Page, expect

pytestmark = pytest.mark.browser
PHONE = {"width": 390, "height": 844}
MADE = """
from datetime import timedelta
from django.utils import timezone
from accounts.models import User
from dictation.models import Miss
from tests.dictation.builders import make_attempt, make_item
user = User.objects.get(username={username!r})
texts = ["The kettle is on.", "Thorough work takes time.", "A fox crossed the frozen river at night."]
items = [make_item(user, text=text, difficulty=1 + at * 2, tags=("home",)) for at, text in enumerate(texts)]
for day in range(120):
    for at in range((day * 7) % 5 if day else 3):
        item = items[(day + at) % 3]
        attempt = make_attempt(user, item, percentage=min(100, 30 + (120 - day) // 2 + 10 * at),
            practised_at=timezone.now() - timedelta(days=day, minutes=at), practice_seconds=25.0,
            text="The cattle is on.")
        word, given = [("kettle", "cattle"), ("thorough", "through"), ("frozen", "")][(day + at) % 3]
        Miss.objects.create(attempt=attempt, owner=user, locale="en-GB", word=word, given=given)
"""


def practised(running, page_of, username: str, **context: object) -> Page:
    running.add_person(username)
    running.site.python(MADE.format(username=username))
    return page_of(username, **context)


def test_practice_is_shown_as_pictures_and_as_numbers(page_of, running):
    page = practised(running, page_of, "counter")
    page.goto("/practice/statistics/")
    scores = page.get_by_role("img", name="Average score of each day; as numbers in the table below")
    expect(scores).to_be_visible()
    assert scores.locator(".chart__dot").count() > 10
    expect(page.get_by_role("img", name="Attempts on each day up to a year ago")).to_be_visible()
    page.get_by_text("As numbers").click()
    expect(page.get_by_role("rowheader").first).to_be_visible()

    page.get_by_label("Attempts a day").fill("3")
    page.get_by_role("button", name="Set the goal").click()
    expect(page.get_by_text("goal reached")).to_be_visible()

    dots = page.locator(".chart__dot")
    before = dots.count()
    page.get_by_label("From", exact=True).fill(page.get_by_label("To", exact=True).input_value())
    page.get_by_label("From", exact=True).blur()
    expect(dots).to_have_count(1)
    assert before > 1

    page.get_by_role("link", name="The kettle is on.").click()
    expect(page.get_by_role("heading", name="Attempt by attempt")).to_be_visible()
    expect(page.get_by_role("cell", name="The cattle is on.").first).to_be_visible()


def test_a_missed_word_is_heard_crossed_out_and_brought_back(page_of, running):
    page = practised(running, page_of, "misser")
    page.goto("/practice/words/")
    words = page.locator(".missed")
    expect(words).to_have_count(3)
    kettle = page.locator(".missed", has_text="kettle")
    expect(kettle).to_contain_text("cattle")
    with page.expect_response(lambda response: "/practice/words/audio" in response.url) as heard:
        kettle.get_by_role("button", name="Play kettle").click()
    assert heard.value.status == 200
    assert heard.value.headers["content-type"] == "audio/mpeg"

    kettle.get_by_role("button", name=re.compile("I know it.*kettle")).click()
    expect(words).to_have_count(2)
    page.get_by_role("button", name="Undo").click()
    expect(words).to_have_count(3)


@pytest.mark.parametrize("url", ["/practice/statistics/", "/practice/words/"])
def test_on_a_phone_everything_has_room(page_of, running, url):
    page = practised(running, page_of, f"walker-{'words' in url}", viewport=PHONE)
    page.goto(url)
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    assert wide <= 0
