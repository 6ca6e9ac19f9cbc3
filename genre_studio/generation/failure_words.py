"""How a process ended and what an exception says, in words for one sentence."""

import signal

_SIGNAL_WORDS = {
    "SIGABRT": "aborted itself",
    "SIGSEGV": "crashed (segmentation fault)",
    "SIGBUS": "crashed (bus error)",
    "SIGILL": "crashed (illegal instruction: built for another processor)",
    "SIGFPE": "crashed (arithmetic error)",
    "SIGKILL": "was killed by the system, most likely because memory ran out",
    "SIGTERM": "was asked to end by another program",
}
_WINDOWS_WORDS = {
    0xC0000005: "crashed (access violation)",
    0xC0000409: "aborted itself",
    0xC00000FD: "crashed (stack overflow)",
}
_LONGEST = 200


def exit_in_words(returncode: int) -> str:
    """What a `subprocess` return code means, to follow "it ...": a signal where it is negative."""
    if returncode < 0:
        try:
            name = signal.Signals(-returncode).name
        except ValueError:
            return f"was ended by signal {-returncode}"
        return _SIGNAL_WORDS.get(name, f"was ended by {name}")
    if returncode in _WINDOWS_WORDS:
        return _WINDOWS_WORDS[returncode]
    return f"ended its process with exit code {returncode}"


def error_in_words(error: BaseException) -> str:
    """The kind of an exception and its message: one line without a full stop, 200 characters at most."""
    if isinstance(error, MemoryError):
        return "memory ran out"
    if isinstance(error, SystemExit):
        return f"it tried to end the program (exit code {error.code})"
    message = " ".join(str(error).split()).rstrip(".")
    name = type(error).__name__
    text = f"{name}: {message}" if message else name
    return text if len(text) <= _LONGEST else text[: _LONGEST - 1] + "…"
