"""A real site, a real browser. A missing browser is a failure that says what to install."""

from collections.abc import Callable, Iterator

import pytest
from django.conf import settings
from playwright.sync_api import Browser, Page, expect, sync_playwright

from scripts.browser import ADVICE, browser_path
from tests.running_site import RunningSite

FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--autoplay-policy=no-user-gesture-required",
    "--use-fake-ui-for-media-stream",
    "--use-fake-device-for-media-stream",
]

SESSION = """
from django.conf import settings
from django.test import Client
from accounts.models import User
client = Client()
client.force_login(User.objects.get(username="{username}"), "django.contrib.auth.backends.ModelBackend")
print(client.cookies[settings.SESSION_COOKIE_NAME].value)
"""
# A busy machine is slow, not wrong.
PATIENCE_MS = 60_000
expect.set_options(timeout=PATIENCE_MS)


@pytest.fixture(scope="session")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningSite]:
    with RunningSite(tmp_path_factory.mktemp("site"), job_lost_seconds=10, sign_up=True) as site:
        site.add_person("alice")
        site.add_person("root", is_admin=True)
        yield site


def chromium_path() -> str:
    path = browser_path()
    assert path, ADVICE
    return path


# A module's, not the session's: Playwright keeps an event loop running in its thread, and other tests
# that come after it need that thread without one.
@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=chromium_path(), args=FLAGS)
        yield chromium
        chromium.close()


@pytest.fixture
def page_of(browser: Browser, running: RunningSite) -> Iterator[Callable[..., Page]]:
    """A signed-in page; at its end no page may have complained in its console."""
    contexts = []
    complaints: list[str] = []

    def open_page(username: str | None = "alice", **context_options: object) -> Page:
        context = browser.new_context(base_url=running.url, **context_options)
        context.set_default_timeout(PATIENCE_MS)
        contexts.append(context)
        page = context.new_page()
        page.on(
            "console", lambda message: complaints.append(message.text) if message.type == "error" else None
        )
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.complaints = complaints
        if username:
            sign_in(page, running, username)
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert complaints == []


def sign_in(page: Page, site: RunningSite, username: str) -> None:
    """By a session of its own: the form has a test, and takes seconds."""
    key = site.site.python(SESSION.format(username=username))
    page.context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": key, "url": site.url}])
    page.goto("/")
