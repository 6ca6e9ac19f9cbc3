"""How long the window takes from a cold start of `genre-studio` to its first paint, in seconds.

Run: python benchmarks/startup.py [runs]. Uses a virtual display where there is none (Xvfb), or Qt's
offscreen platform. The first run is reported on its own: it reads from a cold disk cache.
"""

import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from genre_studio.app import TIME_START_VARIABLE

DISPLAY = ":93"


def seconds_to_first_paint(environment: dict[str, str]) -> float:
    """Start the command, and read the time at which it painted."""
    began = time.time()
    command = [sys.executable, "-c", "from genre_studio.cli.main import main; main()"]
    if shutil.which("genre-studio", path=Path(sys.executable).parent):
        command = [str(Path(sys.executable).parent / "genre-studio")]
    told = subprocess.run(command, env=environment, capture_output=True, text=True, check=True, timeout=60)
    return float(told.stdout.split()[-1]) - began


def main() -> None:
    runs = int(sys.argv[1]) if len(sys.argv) > 1 else 7
    with tempfile.TemporaryDirectory() as home:
        folders = {
            f"XDG_{name}_HOME": f"{home}/{name.lower()}" for name in ("CONFIG", "DATA", "CACHE", "STATE")
        }
        environment = os.environ | folders | {TIME_START_VARIABLE: "1"}
        server = None
        if "DISPLAY" not in environment and shutil.which("Xvfb"):
            server = subprocess.Popen(
                ["Xvfb", DISPLAY, "-screen", "0", "1440x900x24"], stderr=subprocess.DEVNULL
            )
            environment["DISPLAY"] = DISPLAY
            time.sleep(1)
        elif "DISPLAY" not in environment:
            environment["QT_QPA_PLATFORM"] = "offscreen"
        try:
            times_s = [seconds_to_first_paint(environment) for _ in range(runs)]
        finally:
            if server is not None:
                server.terminate()
                server.wait()
    later = times_s[1:] or times_s
    print(f"first start          {times_s[0]:.2f} s")
    print(f"median of {len(later)} more     {statistics.median(later):.2f} s")
    print(f"fastest, slowest     {min(later):.2f} s, {max(later):.2f} s")
    print(f"load average         {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores")


if __name__ == "__main__":
    main()
