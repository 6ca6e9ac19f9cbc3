"""A description that aborts the process."""

import os
import sys

sys.stdout.write("about to abort\n")
sys.stdout.flush()
os.abort()
