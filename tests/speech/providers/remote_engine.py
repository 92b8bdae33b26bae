"""An engine elsewhere: it lists its voices when it is asked, or fails to."""

from collections.abc import Sequence
from dataclasses import replace

from speech.engines.base import Capabilities, Voice
from speech.providers.failures import FailureKind, ProviderFailed
from speech.providers.settings import ProviderSettings
from tests.speech.fake_engine import FakeEngine


class RemoteEngine(FakeEngine):
    def __init__(self, name: str = "remote", *, failure: FailureKind | None = None) -> None:
        super().__init__(name)
        self.failure, self.asked = failure, 0

    @property
    def capabilities(self) -> Capabilities:
        return replace(super().capabilities, is_remote=True, notes=("The text is sent to another server.",))

    def refresh_voices(self) -> Sequence[Voice]:
        self.asked += 1
        if self.failure:
            raise ProviderFailed(self.name, self.failure, reason="it was refused")
        return self.voices


def open_provider(settings: ProviderSettings) -> RemoteEngine:
    """`kind = "module:tests.speech.providers.remote_engine"`, with a key that is wrong where it says so."""
    return RemoteEngine(settings.name, failure=FailureKind.AUTH if settings.key == "wrong" else None)
