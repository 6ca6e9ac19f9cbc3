"""How a command ends badly: one sentence and an exit code."""

FAILED = 1
WRONG_USAGE = 2
INTERRUPTED = 130  # 128 + SIGINT, as shells have it


class CommandFailed(Exception):
    """The message is one sentence for the person."""

    exit_code = FAILED


class WrongUsage(CommandFailed):
    """The command line asks for something that there is not."""

    exit_code = WRONG_USAGE
