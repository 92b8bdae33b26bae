"""`manage.py doctor` and `config`, as an operator runs them."""

import pytest

from tests.new_site import give_tables
from tests.processes import Site
from tests.voicesite.test_backup import Site as Fresh


def test_the_doctor_tells_what_to_do_before_anything_is_set_up(tmp_path):
    done = Fresh(tmp_path / "site").manage("doctor")
    assert done.returncode == 1
    assert "Traceback" not in done.stdout + done.stderr
    assert "run `manage.py migrate`" in done.stdout
    assert "need attention" in done.stderr


def test_the_doctor_goes_on_where_the_database_cannot_be_opened(tmp_path):
    (tmp_path / "site" / "voicesite.sqlite3").mkdir(parents=True)
    done = Fresh(tmp_path / "site").manage("doctor")
    assert done.returncode == 1
    assert "Traceback" not in done.stdout + done.stderr
    assert "ERROR    database" in done.stdout
    assert "disk:" in done.stdout


def test_the_doctor_sees_a_secret_that_others_can_read(tmp_path):
    site = Fresh(tmp_path / "site")
    give_tables(site.data_dir)
    site.must("check")  # whatever is run first makes the key
    (tmp_path / "site" / "secret-key").chmod(0o644)
    assert "chmod 600" in site.manage("doctor").stdout


def test_config_tells_every_setting_its_source_and_no_secret(tmp_path):
    told = Site(tmp_path, metrics_token="hush hush", port=8123).manage("config")
    assert "VOICESITE_PORT = 8123  [environment VOICESITE_PORT]" in told
    assert "VOICESITE_METRICS_TOKEN = ********" in told
    assert "hush" not in told


def test_nobody_else_on_the_machine_can_look_into_the_data(tmp_path):
    site = Fresh(tmp_path / "site")
    site.must("check")
    assert (tmp_path / "site").stat().st_mode & 0o777 == 0o700
    (tmp_path / "site").chmod(0o755)
    assert "chmod 700" in site.manage("doctor").stdout


@pytest.mark.parametrize("content", [b"", b"\xff\xfe\x00"])
def test_a_spoilt_secret_key_is_said_in_a_sentence(tmp_path, content):
    (tmp_path / "secret-key").write_bytes(content)
    done = Fresh(tmp_path).manage("check")
    assert done.returncode == 1
    assert "Traceback" not in done.stderr
    assert "secret-key" in done.stderr


def test_a_data_directory_that_is_a_file_is_said_in_a_sentence(tmp_path):
    (tmp_path / "file").touch()
    done = Fresh(tmp_path / "file").manage("check")
    assert "Traceback" not in done.stderr
    assert "data_dir" in done.stderr
