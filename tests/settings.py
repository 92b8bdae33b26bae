"""The site's own settings over a throw-away data directory, with a fast password hasher."""

import atexit
import os
import shutil
import tempfile

_data_dir = tempfile.mkdtemp(prefix="voicesite-tests-")
atexit.register(shutil.rmtree, _data_dir, ignore_errors=True)
for _name in [
    name
    for name in os.environ
    if name.startswith("VOICESITE_") and name not in ("VOICESITE_MODELS_DIR", "VOICESITE_TEST_CHROMIUM")
]:
    del os.environ[_name]  # what a developer has set must not change what is tested
os.environ["VOICESITE_DATA_DIR"] = _data_dir
os.environ["VOICESITE_CONFIG_FILE"] = os.devnull
os.environ["VOICESITE_FREE_DISK_MIN_MIB"] = "1"

from voicesite.settings import *  # noqa: E402, F403

(DATA_DIR / "static").mkdir()  # noqa: F405 - WhiteNoise warns where there is none
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
# A file, as in production: in memory, SQLite refuses at once where threads meet instead of waiting its turn.
if not CONFIG.database_url:  # noqa: F405
    DATABASES["default"]["TEST"] = {"NAME": os.path.join(_data_dir, "test.sqlite3")}  # noqa: F405
