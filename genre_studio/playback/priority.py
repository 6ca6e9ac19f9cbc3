"""Asks the system to wake the playing thread on time. Nothing here is needed for playing."""

import ctypes
import gc
import os
import sys
from contextlib import suppress

_PR_SET_TIMERSLACK = 29
# Above every ordinary process, below the audio servers and the threads in which they call their clients,
# ours too: JACK's default for those is 5, and a playing thread at 5 would make its own messages wait.
_REALTIME_PRIORITY = 2
_QOS_CLASS_USER_INTERACTIVE = 0x21
_HIGH_PRIORITY_CLASS = 0x80
_SWITCH_INTERVAL_S = 0.00005  # Python's own 5 ms would let a thread that unpickles a song hold up a note


def prefer_this_process() -> None:
    """Raise the priority and precision of this thread and those it starts, as far as this user may.

    All of them: a thread of low priority that is made to wait while it holds Python's interpreter
    lock would make the playing thread wait with it.
    """
    sys.setswitchinterval(_SWITCH_INTERVAL_S)
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_PR_SET_TIMERSLACK, 1, 0, 0, 0)  # nanoseconds; 50,000 by default
        with suppress(OSError):
            os.sched_setscheduler(0, os.SCHED_RR, os.sched_param(_REALTIME_PRIORITY))
    elif sys.platform == "darwin":
        ctypes.CDLL(None).pthread_set_qos_class_self_np(_QOS_CLASS_USER_INTERACTIVE, 0)
    elif sys.platform == "win32":
        kernel = ctypes.windll.kernel32
        kernel.SetPriorityClass(kernel.GetCurrentProcess(), _HIGH_PRIORITY_CLASS)
        ctypes.windll.winmm.timeBeginPeriod(1)


def stop_collecting() -> None:
    """No garbage collection from here on: it would pause the playing, and this process makes no cycles."""
    gc.collect()
    gc.freeze()
    gc.disable()
