"""What a generator may raise for a person to read. Anything else is a bug and keeps its traceback."""


class GenerationError(Exception):
    """The request cannot be met; the message is one sentence that says why and what to do."""


class Cancelled(Exception):
    """Raised by `Report` methods once the person has pressed cancel. Let it pass through."""
