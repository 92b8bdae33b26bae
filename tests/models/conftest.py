"""The real weights, pulled once into the person's own models folder."""

import pytest
from django.conf import settings

from speech.packs import DEFAULT_PACKS, PackError, PackStore


@pytest.fixture(scope="session")
def packs() -> PackStore:
    """Every default pack, whole. What cannot be had fails the tests: skipping would hide it."""
    store = PackStore(settings.CONFIG.models_dir, offline=settings.CONFIG.offline)
    for name in DEFAULT_PACKS:
        try:
            store.pull(name)
        except PackError as error:
            pytest.fail(
                f"These tests need the model packs: run `make packs` where there is a network.\n{error}"
            )
    return store
