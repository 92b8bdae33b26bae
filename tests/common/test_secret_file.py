from concurrent.futures import ThreadPoolExecutor

import pytest

from common.secret_file import read_or_create_secret


def test_a_secret_is_made_once_and_only_its_owner_can_read_it(tmp_path):
    path = tmp_path / "deep" / "secret"
    first = read_or_create_secret(path)
    assert len(first) >= 64
    assert path.stat().st_mode & 0o777 == 0o600
    assert read_or_create_secret(path) == first


def test_many_at_once_agree_on_one(tmp_path):
    path = tmp_path / "secret"
    with ThreadPoolExecutor(16) as pool:
        secrets = set(pool.map(lambda _: read_or_create_secret(path), range(64)))
    assert len(secrets) == 1
    assert [file.name for file in tmp_path.iterdir()] == ["secret"]


def test_an_empty_secret_is_never_used(tmp_path):
    path = tmp_path / "secret"
    path.touch()
    with pytest.raises(ValueError, match="delete it"):
        read_or_create_secret(path)
