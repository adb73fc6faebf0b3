"""Why something about accounts is not done: a code with parameters, which a page says in its language."""


class Refused(Exception):
    """Not done, for this reason."""

    def __init__(self, code: str, **params: object) -> None:
        super().__init__(code)
        self.code, self.params = code, params


class NotAllowed(Refused):
    """Whoever asks has not the right. Answered 403."""


class NotReady(Refused):
    """It cannot be done as things are, or as it was typed. Answered 422."""
