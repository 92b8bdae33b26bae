"""Every page as axe-core sees it: for people who don't see it, or not well, or who use no mouse."""

import json
from collections.abc import Iterable
from pathlib import Path

import pytest
from playwright.sync_api import Page

from tests.addresses import OBJECTS, OWN, PAGES, PUBLIC, STAFF, address

pytestmark = pytest.mark.browser

Looks = Iterable[tuple[str, int]]

AXE = Path(__file__).parents[2] / "node_modules" / "axe-core" / "axe.min.js"
WIDE, NARROW = 1440, 390
# Each look and each width once; the frame has them crossed below.
LOOKS = (("light", WIDE), ("dark", NARROW))
LOOK = """async (theme) => {
  document.documentElement.dataset.theme = theme;
  await new Promise(requestAnimationFrame);
  await Promise.allSettled(document.getAnimations().map(({ finished }) => finished));
  const { violations } = await axe.run({ resultTypes: ["violations"], preload: false });
  const serious = violations.filter(({ impact }) => ["serious", "critical"].includes(impact));
  return serious.flatMap(({ id, nodes }) => nodes.map(({ target }) => `${id} at ${target.join(" ")}`));
}"""


@pytest.fixture(scope="module")
def where(running) -> dict[str, str]:
    for name in ("furnished", "newcomer", "schoolteacher"):
        running.add_person(name)
    code = "print(furnish('furnished', teacher='schoolteacher'))"
    said = running.site.python(f"from tests.browser.furnish import furnish\n{code}")
    return json.loads(said.splitlines()[-1])


@pytest.fixture
def look_over(page_of):
    """What is wrong with pages, as somebody sees them: a set of lines."""

    def look(username: str | None, paths: Iterable[str], looks: Looks = LOOKS) -> set[str]:
        page = page_of(username, reduced_motion="reduce")
        page.context.add_init_script(path=AXE)
        return {line for path in paths for line in wrong_in(page, path, looks)}

    return look


def wrong_in(page: Page, path: str, looks: Looks) -> Iterable[str]:
    answer = page.goto(path)
    assert answer is not None
    assert answer.status == 200, f"{path}: {answer.status}"
    for theme, width in looks:
        page.set_viewport_size({"width": width, "height": 900})
        for found in page.evaluate(LOOK, theme):
            yield f"{path}, {theme}, {width} px: {found}"


def test_pages_with_something_in_them(look_over, where):
    assert look_over("furnished", [where[name] for name in sorted(PAGES & (OWN | set(OBJECTS)))]) == set()


def test_pages_with_nothing_in_them(look_over, where):
    empty = sorted(where[name] for name in PAGES & OWN - {"sending:add"})
    assert look_over("newcomer", empty) == set()


def test_doors(look_over):
    assert look_over(None, sorted(address(name) for name in PAGES & PUBLIC)) == set()


def test_pages_of_who_runs_the_site(look_over):
    assert look_over("root", sorted(address(name) for name in PAGES & STAFF)) == set()


def test_the_frame_in_every_look_at_every_width(look_over):
    looks = [(theme, width) for theme in ("light", "dark") for width in (WIDE, 1024, NARROW)]
    assert look_over("root", ["/practice/items/", "/settings/"], looks) == set()
