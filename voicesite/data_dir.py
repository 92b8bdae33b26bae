"""The folder that holds everything the site keeps."""

from pathlib import Path

from common.secret_file import read_or_create_secret
from voicesite.config import Config, ConfigError

SECRET_KEY_FILE = "secret-key"  # noqa: S105 - a file's name


def prepare_data_dir(path: Path) -> None:
    """People's recordings and password hashes: nobody else on this machine has business in there."""
    try:
        path.mkdir(mode=0o700, parents=True, exist_ok=True)
        (path / "uploads").mkdir(mode=0o700, exist_ok=True)
    except OSError as error:
        raise ConfigError(f"data_dir = {path} can't be used: {error.strerror}.") from None


def secret_key(config: Config) -> str:
    if config.secret_key is not None:
        return config.secret_key.get_secret_value()
    try:
        return read_or_create_secret(config.data_dir / SECRET_KEY_FILE)
    except (OSError, ValueError) as error:
        raise ConfigError(f"{config.data_dir / SECRET_KEY_FILE} can't be used: {error}") from None
