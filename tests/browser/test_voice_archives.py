"""A profile leaves as a file and comes back, in a real browser."""

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.browser


def test_a_profile_is_exported_and_imported_again(page_of, running, tmp_path):
    running.add_person("archivist")
    page = page_of("archivist")
    page.goto("/voices/new/")
    page.get_by_label("Name", exact=True).fill("Narrator")
    page.get_by_role("button", name="Make profile").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Narrator")

    page.goto("/voices/")
    page.get_by_label("More for Narrator").click()
    with page.expect_download() as given:
        page.get_by_role("link", name="Export").click()
    assert given.value.suggested_filename == "Narrator.zip"
    archive = tmp_path / "Narrator.zip"
    given.value.save_as(archive)

    page.get_by_role("link", name="Import").click()
    wrong = tmp_path / "wrong.zip"
    wrong.write_bytes(archive.read_bytes()[:-30])
    page.locator("input[type=file]").set_input_files(wrong)
    page.get_by_role("button", name="Import").click()
    expect(page.get_by_role("alert").filter(has_text="can't be unpacked")).to_be_visible()

    page.locator("input[type=file]").set_input_files(archive)
    page.get_by_role("button", name="Import").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Narrator 2")
    expect(page.get_by_text("“Narrator 2” is imported.")).to_be_visible()
    # Told by the server as 422 and shown in place, which a browser writes down as a failed request.
    page.complaints[:] = [told for told in page.complaints if "422" not in told]
