"""How many requests are under way together, and how many of them may be one person's."""

import threading
from collections import Counter


class Places:
    """`of_one` is below `most`, so that whoever asks for everything leaves something to the others."""

    def __init__(self, most: int, *, of_one: int) -> None:
        self.most, self.of_one = most, of_one
        self._changed = threading.Condition()
        self._taken: Counter[str] = Counter()

    @property
    def taken(self) -> int:
        with self._changed:
            return self._taken.total()

    def take(self, owner: str, *, wait_seconds: float) -> bool:
        """False where none came free in that time. Nobody's (`""`) are bounded by `most` alone."""
        with self._changed:
            if not self._changed.wait_for(lambda: self._is_free(owner), timeout=wait_seconds):
                return False
            self._taken[owner] += 1
            return True

    def give_back(self, owner: str) -> None:
        with self._changed:
            self._taken[owner] -= 1
            self._taken = +self._taken  # forgets who has none
            self._changed.notify_all()

    def _is_free(self, owner: str) -> bool:
        has_share = not owner or self._taken[owner] < self.of_one
        return has_share and self._taken.total() < self.most
