"""`manage.py doctor` and `config`, as an operator runs them."""

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
    site.must("migrate", "-v", "0")
    (tmp_path / "site" / "secret-key").chmod(0o644)
    assert "chmod 600" in site.manage("doctor").stdout


def test_config_tells_every_setting_its_source_and_no_secret(tmp_path):
    told = Site(tmp_path, metrics_token="hush hush", port=8123).manage("config")
    assert "VOICESITE_PORT = 8123  [environment VOICESITE_PORT]" in told
    assert "VOICESITE_METRICS_TOKEN = ********" in told
    assert "hush" not in told
