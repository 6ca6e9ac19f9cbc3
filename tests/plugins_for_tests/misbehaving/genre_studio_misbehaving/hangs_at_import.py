"""A description that is never done."""

import time

time.sleep(3600)
