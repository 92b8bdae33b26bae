"""What a file says, heard by the site that the browser has open."""

from pathlib import Path

from playwright.sync_api import Page, expect

PATIENCE_MS = 180_000


def said_in(page: Page, path: Path) -> str:
    """By the site's own recogniser."""
    page.goto("/transcribe/")
    page.locator("#id_file").set_input_files(path)
    page.get_by_role("button", name="Transcribe", exact=True).click()
    expect(page.locator(".take").first).to_contain_text(path.stem)
    expect(page.locator(".transcript-progress")).to_have_count(0, timeout=PATIENCE_MS)
    return page.locator(".take").first.inner_text().lower()
