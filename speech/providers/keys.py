"""Keys of services, judged before they are sent."""

from speech.engines.errors import EngineUnavailable


def require_plain_key(name: str, key: str, key_env: str) -> None:
    """Others would be refused on the way, by an error that shows them."""
    if not (key.isascii() and key.isprintable() and " " not in key):
        raise EngineUnavailable(
            name,
            reason="its key has signs that no key has, such as a space or the end of a line",
            what_to_do=f"Put the bare key into {key_env or 'key_env'}, and start the site again.",
        )
