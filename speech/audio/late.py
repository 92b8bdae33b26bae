"""The large rooms of SciPy, entered by who first works in them. Importing them takes longer than all else
that a process of the site imports, and most processes never filter a sound.
"""

from importlib import import_module
from typing import Any


class Late:
    def __init__(self, name: str) -> None:
        self._name = name

    def __getattr__(self, name: str) -> Any:
        return getattr(import_module(self._name), name)

    def enter(self) -> None:
        """Now, since somebody will soon be waiting."""
        import_module(self._name)


signal = Late("scipy.signal")
ndimage = Late("scipy.ndimage")
fft = Late("scipy.fft")
hierarchy = Late("scipy.cluster.hierarchy")
distance = Late("scipy.spatial.distance")
optimize = Late("scipy.optimize")
linalg = Late("scipy.linalg")
