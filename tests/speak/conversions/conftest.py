import pytest


@pytest.fixture
def api(alice, api_of, fake):
    return api_of(alice)
