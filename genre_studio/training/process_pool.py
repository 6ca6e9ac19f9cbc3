"""Several processes that work through tasks and never outlive the one that asked, however it ends."""

import os
import threading
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context, parent_process


def process_pool(processes: int | None = None) -> ProcessPoolExecutor:
    """A pool of fresh interpreters; one a core where no number is given.

    The standard pool's processes wait for ever when the one that started them is killed: each holds
    both ends of the queue it reads from. These watch their parent and go with it.
    """
    return ProcessPoolExecutor(processes, mp_context=get_context("spawn"), initializer=_watch_parent)


def _watch_parent() -> None:
    threading.Thread(target=_end_with_parent, daemon=True).start()


def _end_with_parent() -> None:
    parent = parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)
