"""Why a chain of effects is not taken."""


class EffectRefused(Exception):
    """`param` is the place at fault (`effects[1].mix`), `message` a sentence that says what is allowed."""

    def __init__(self, message: str, *, param: str, code: str = "invalid_effect") -> None:
        super().__init__(message)
        self.message, self.param, self.code = message, param, code
