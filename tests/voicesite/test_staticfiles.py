"""Static files are made ready at a start, and only where one of them is another than at the last."""

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError

from voicesite import staticfiles


@pytest.fixture
def sources(settings, tmp_path):
    settings.STATICFILES_DIRS = [tmp_path / "sources"]
    settings.STATICFILES_FINDERS = ["django.contrib.staticfiles.finders.FileSystemFinder"]
    settings.STATIC_ROOT = tmp_path / "collected"
    (tmp_path / "sources").mkdir()
    (tmp_path / "sources" / "page.css").write_text("first")
    return tmp_path / "sources"


@pytest.fixture
def served(sources):
    return sources.parent / "collected" / "page.css"


def test_a_changed_file_is_collected_anew(sources, served):
    staticfiles.collect()
    assert served.read_text() == "first"
    (sources / "page.css").write_text("another")
    staticfiles.collect()
    assert served.read_text() == "another"


def test_what_is_as_it_was_is_left_alone(sources, served):
    staticfiles.collect()
    served.unlink()
    staticfiles.collect()
    assert not served.exists()


def test_where_the_folder_was_removed_all_is_collected(sources, served):
    staticfiles.collect()
    for path in served.parent.iterdir():
        path.unlink()
    staticfiles.collect()
    assert served.exists()


def test_what_was_broken_off_is_begun_anew(sources, served, monkeypatch):
    def killed(*_, **__):
        raise KeyboardInterrupt

    staticfiles.collect()
    (sources / "page.css").write_text("another")
    with monkeypatch.context() as patched:
        patched.setattr(staticfiles, "call_command", killed)
        with pytest.raises(KeyboardInterrupt):
            staticfiles.collect()
    (sources / "page.css").write_text("first")
    staticfiles.collect()
    assert served.read_text() == "first"


def test_pages_that_were_not_built_are_told_before_anything_is_started(settings, tmp_path):
    settings.STATICFILES_DIRS = [tmp_path / "never-built"]
    with pytest.raises(CommandError, match="make setup"):
        call_command("start")
