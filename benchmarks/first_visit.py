"""The sign-in page opened by a browser that was never there, and then once more: files, bytes and seconds.

    python -m benchmarks.first_visit

Each visit has a fresh profile. The processor's time is the site's alone, over both openings.
"""

import argparse
import os
import statistics
import sys
import tempfile
import time
from pathlib import Path
from typing import NamedTuple

from playwright.sync_api import Browser, Page, sync_playwright

from scripts.browser import ADVICE, browser_path
from tests.running_site import RunningSite

PATH = "/sign-in/"


class Opening(NamedTuple):
    files: int
    kib: float
    seconds: float


def opened(page: Page, url: str) -> Opening:
    begun = time.perf_counter()
    page.goto(url)
    seconds = time.perf_counter() - begun
    sizes = page.evaluate("performance.getEntries().map(({ transferSize }) => transferSize).filter(Boolean)")
    return Opening(len(sizes), sum(sizes) / 1024, seconds)


def visit(browser: Browser, url: str) -> tuple[Opening, Opening]:
    context = browser.new_context()
    try:
        page = context.new_page()
        return opened(page, url), opened(page, url)
    finally:
        context.close()


def processor_seconds(site: RunningSite) -> float:
    times = [process.cpu_times() for process in site.family()]
    return sum(each.user + each.system for each in times)


def row(name: str, openings: list[Opening]) -> str:
    files, kib, seconds = (statistics.median(values) for values in zip(*openings, strict=True))
    return f"{name:12} {files:4.0f} files {kib:7.0f} KiB {seconds:6.2f} s"


def main() -> str | None:
    arguments = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    arguments.add_argument("--rounds", type=int, default=10)
    arguments.add_argument("--quick", action="store_true")
    options = arguments.parse_args()
    if not (path := browser_path()):
        return ADVICE
    flags = ["--no-sandbox"] if os.geteuid() == 0 else []
    with (
        tempfile.TemporaryDirectory() as folder,
        RunningSite(Path(folder)) as site,
        sync_playwright() as playwright,
    ):
        browser = playwright.chromium.launch(executable_path=path, args=flags)
        visit(browser, site.url + PATH)  # the first of all wakes the site up
        before = processor_seconds(site)
        visits = [visit(browser, site.url + PATH) for _ in range(2 if options.quick else options.rounds)]
        spent = (processor_seconds(site) - before) / len(visits)
        browser.close()
    first, again = (list(each) for each in zip(*visits, strict=True))
    print(row("first visit", first), row("once more", again), sep="\n")
    print(f"the site's processor time for both: {spent:.2f} s")
    return None


if __name__ == "__main__":
    sys.exit(main())
