"""The process of one build: reads what is asked from its arguments, writes reports as JSON lines."""

import json
import os
import signal
import sys
import threading

from genre_studio.training.courtesy import be_modest
from genre_studio.training.dataset.build import build_dataset
from genre_studio.training.dataset.filters import DatasetFilters
from genre_studio.training.dataset.request import BuildRequest, DatasetError
from genre_studio.training.runs.plain_json import from_json, to_json


def main(request: str, filters: str) -> None:
    """The process's start. Ends when its standard input does: whoever asked is gone or has cancelled."""
    be_modest()
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    stop = threading.Event()
    threading.Thread(target=_wait_for_end_of_input, args=(stop,), daemon=True).start()
    asked = from_json(BuildRequest, json.loads(request))
    try:
        for report in build_dataset(asked, from_json(DatasetFilters, json.loads(filters)), stop.is_set):
            _say({"report": to_json(report)})
    except DatasetError as error:
        _say({"error": str(error)})
    except OSError as error:
        _say({"error": f"{error.filename or asked.out}: {(error.strerror or str(error)).lower()}."})
    sys.stdout.flush()
    os._exit(0)  # the waiting thread holds standard input


def _wait_for_end_of_input(stop: threading.Event) -> None:
    while os.read(0, 4096):  # what is read says nothing; that it ends does
        pass
    stop.set()


def _say(record: dict[str, object]) -> None:
    sys.stdout.write(json.dumps(record) + "\n")
    sys.stdout.flush()
