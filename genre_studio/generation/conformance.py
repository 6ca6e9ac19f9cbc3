"""What `genre-studio check-plugin` does: ask a generator for music in every way that catches one out.

First the ordinary checks, of the ability that is the plugin's main one; then, for each ability that it
declares, that it keeps to its region, its tracks, the locks and its seed.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from genre_studio.generation.client import WorkerClient
from genre_studio.generation.conformance_abilities import ability_checks
from genre_studio.generation.conformance_bench import STOP_LIMIT_S, Bench, NotMet
from genre_studio.generation.conformance_checks import CHECKS, Check, writes_notes
from genre_studio.generation.discovery import PluginRecord


@dataclass(frozen=True, slots=True)
class CheckResult:
    """One check: its name, whether the plugin passed, and one sentence on what it did."""

    name: str
    passed: bool
    sentence: str


def check_plugin(
    record: PluginRecord, open_client: Callable[[], WorkerClient] | None = None
) -> Iterator[CheckResult]:
    """Check a plugin, yielding each result as it comes. A plugin that cannot be asked fails at once."""
    if not record.usable or record.info is None:
        yield CheckResult("can be described", False, record.error)
        return
    open_client = open_client or (lambda: WorkerClient([record], cancel_wait_s=STOP_LIMIT_S))
    with open_client() as client:
        bench = Bench(record.info, client, open_client)
        yield CheckResult("can be described", True, f"{record.title} says what it can do.")
        for name, check in (*CHECKS, *ability_checks(bench)):
            result = _result(name, check, bench)
            yield result
            if check is writes_notes and not result.passed:
                return  # every other check would fail alike


def _result(name: str, check: Check, bench: Bench) -> CheckResult:
    try:
        return CheckResult(name, True, check(bench))
    except NotMet as error:
        return CheckResult(name, False, str(error))
