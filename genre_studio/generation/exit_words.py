"""How a process ended, in words."""

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
    return f"ended itself with exit code {returncode}"
