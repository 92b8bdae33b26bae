"""How an archive of a profile is refused."""

from speech.archives.refusals import CODE, Refusals

REFUSALS = Refusals("a profile")
broken, wrong, too_large = REFUSALS.broken, REFUSALS.wrong, REFUSALS.too_large

__all__ = ["CODE", "REFUSALS", "broken", "too_large", "wrong"]
