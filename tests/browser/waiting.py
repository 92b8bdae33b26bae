"""Waiting for what a page comes to say."""

from collections.abc import Callable

from tests.processes import wait_until


def until(condition: Callable[[], bool], why: str, *, seconds: float = 60) -> None:
    # Playwright's own wait evaluates a string inside the page, which its content policy forbids.
    wait_until(condition, seconds=seconds, why=why)
