"""axe-core looks at every page, light and dark, on a desk and on a phone: nothing serious is wrong."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page

from tests.addresses import OWN, PUBLIC, STAFF, address
from tests.processes import ROOT

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]

AXE = ROOT / "node_modules" / "axe-core" / "axe.min.js"
SIZES = ({"width": 1440, "height": 900}, {"width": 390, "height": 844})
COLOURS = ("light", "dark")
WORST = ("serious", "critical")
# What axe finds and where, once all has the colours that it was just given.
LOOK = """async () => {
  const ends = (one) => Number.isFinite(one.effect.getComputedTiming().endTime);
  await new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)));
  await Promise.all(document.getAnimations().filter(ends).map((one) => one.finished.catch(() => null)));
  const { violations } = await axe.run(document, { resultTypes: ["violations"] });
  return violations.map(({ id, impact, help, nodes }) => ({
    id, impact, help,
    places: nodes.map(({ target, failureSummary }) => `${target.join(" ")}: ${failureSummary}`),
  }));
}"""
# Signed out, or with a token that only a letter has.
WITHOUT_SIGN_IN = {"accounts:sign-in", "accounts:password-reset", "accounts:password-reset-done"}
# Django's own pages are shown by our site: the first, a list, and one row.
ADMIN = ("/admin/", "/admin/accounts/user/", "/admin/jobs/job/", "/admin/clips/clip/")
# Somebody else's page, of a library that is not ours to mend.
NOT_OURS = {"api-docs"}


@pytest.fixture(scope="module")
def rows(running) -> dict[str, str]:
    """A row of each kind, and the addresses that are about one."""
    made = running.site.python(
        "from accounts.models import User\n"
        "from tests.rows import as_json\n"
        "print(as_json(User.objects.get(username='alice')))"
    )
    return json.loads(made.splitlines()[-1])


def findings(page: Page) -> list[str]:
    """In all sizes and colours, one line each."""
    found = []
    for size in SIZES:
        page.set_viewport_size(size)
        for colours in COLOURS:
            page.emulate_media(color_scheme=colours)
            found += [
                f"{size['width']} px, {colours}: {each['id']} ({each['impact']}): {place}"
                for each in page.evaluate(LOOK)
                if each["impact"] in WORST
                for place in each["places"]
            ]
    return found


def is_a_page(page: Page, path: str) -> bool:
    """Not a part of one, a file, or the way to another."""
    response = page.request.get(path, max_redirects=0)
    is_html = response.headers.get("content-type", "").startswith("text/html")
    return response.status == 200 and is_html and "<html" in response.text()


def looked_at(page: Page, paths: dict[str, str]) -> dict[str, list[str]]:
    """By path, what is wrong; every one of them was a page."""
    found = {}
    for name, path in paths.items():
        page.goto(path)
        page.wait_for_load_state("networkidle")
        if problems := findings(page):
            found[f"{name} {path}"] = problems
    return found


@pytest.fixture
def page_for_axe(page_of) -> Callable[..., Page]:
    assert AXE.exists(), "axe-core is not installed. Run: npm ci"

    def open_page(username: str | None = "alice") -> Page:
        page = page_of(username)
        page.context.add_init_script(path=AXE)
        return page

    return open_page


def assert_nothing_is_wrong(found: dict[str, Any]) -> None:
    assert not found, json.dumps(found, indent=1, ensure_ascii=False)


def test_nothing_serious_is_wrong_with_pages_about_oneself(page_for_axe, rows):
    page = page_for_axe()
    paths = {name: address(name) for name in sorted(OWN)}
    pages = {name: path for name, path in paths.items() if is_a_page(page, path)}
    assert len(pages) > 20
    assert_nothing_is_wrong(looked_at(page, pages))


def test_nothing_serious_is_wrong_with_pages_about_a_row(page_for_axe, rows):
    page = page_for_axe()
    pages = {name: path for name, path in rows.items() if is_a_page(page, path)}
    assert len(pages) > 10
    assert_nothing_is_wrong(looked_at(page, pages))


def test_nothing_serious_is_wrong_with_pages_of_somebody_new(page_for_axe, running):
    """Empty ones."""
    running.add_person("newcomer")
    page = page_for_axe("newcomer")
    paths = {name: address(name) for name in sorted(OWN)}
    pages = {name: path for name, path in paths.items() if is_a_page(page, path)}
    assert_nothing_is_wrong(looked_at(page, pages))


def test_nothing_serious_is_wrong_at_the_door(page_for_axe):
    page = page_for_axe(None)
    paths = {name: address(name) for name in sorted(PUBLIC - NOT_OURS)}
    pages = {name: path for name, path in paths.items() if is_a_page(page, path)}
    assert pages.keys() >= WITHOUT_SIGN_IN
    assert_nothing_is_wrong(looked_at(page, pages))


def test_nothing_serious_is_wrong_with_pages_of_administrators(page_for_axe):
    page = page_for_axe("root")
    paths = {name: address(name) for name in sorted(STAFF)} | {path: path for path in ADMIN}
    pages = {name: path for name, path in paths.items() if is_a_page(page, path)}
    assert pages.keys() >= set(ADMIN)
    assert_nothing_is_wrong(looked_at(page, pages))
