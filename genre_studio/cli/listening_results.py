"""What `genre-studio listening results` does: answers read, judged by the key, told."""

from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path

from genre_studio.cli.command import plain_console, printable, write_json
from genre_studio.cli.failures import CommandFailed
from genre_studio.evaluation.listening import ListeningTest, choices_of, question_of
from genre_studio.evaluation.listening.files import read_answers, read_key, read_key_test, valid_answers
from genre_studio.evaluation.listening.results import confusion, csv_text, judged, lines, shares
from genre_studio.music.listening import ListeningAnswer
from genre_studio.session.opening import read_session
from genre_studio.session.schema import SUFFIX


def tell_results(key: Path, answers: Sequence[Path], csv_path: Path | None, *, json_output: bool) -> None:
    """Print the results. Raises GenerationError, SessionError or CommandFailed with one sentence."""
    test, materials = read_key_test(key), read_key(key)
    given = [answer for path in answers for answer in _answers_in(path, test)]
    if not given:
        raise CommandFailed(f"There is no answer to the test {test.id} in what was named.")
    rows = judged(test, materials, valid_answers(given, test))
    found = shares(test, rows)
    if csv_path is not None:
        csv_path.write_text(csv_text(test, rows), encoding="utf-8")
    listeners = len({row.answer.listener for row in rows})
    if json_output:
        shown = [{**asdict(share), "share": share.share} for share in found]
        about = {"test": test.id, "kind": test.kind, "question": question_of(test), "seed": test.seed}
        counts = {"listeners": listeners, "answers": len(rows), "shares": shown}
        write_json({**about, **counts, "choices": choices_of(test), "confusion": confusion(test, rows)})
        return
    console = plain_console()
    people = "1 listener" if listeners == 1 else f"{listeners} listeners"
    console.print(f"{question_of(test)} {len(rows)} answers of {people} (test {test.id}).", soft_wrap=True)
    for line in lines(found):
        console.print(printable(line), soft_wrap=True)
    console.print("Intervals: 95%, exact (Clopper-Pearson), as if every answer stood for itself.")


def _answers_in(path: Path, test: ListeningTest) -> tuple[ListeningAnswer, ...]:
    if path.suffix.lower() != SUFFIX:
        return read_answers(path, test)
    return valid_answers(read_session(path).listening, test)
