#!/bin/sh
# Run the tests: windows are drawn offscreen, and a test that wants a real X server finds one in DISPLAY.
set -eu
cd "$(dirname "$0")/.."
export QT_QPA_PLATFORM=offscreen
unset WAYLAND_DISPLAY

server=
stop_server() { [ -z "$server" ] || kill "$server" 2>/dev/null || true; }
trap stop_server EXIT
trap 'exit 130' INT TERM

unset DISPLAY # never the screen of whoever types this
if command -v Xvfb >/dev/null; then
    number=$(mktemp)
    Xvfb -displayfd 3 -screen 0 1600x1000x24 -nolisten tcp 3>"$number" 2>/dev/null &
    server=$!
    tries=0
    while ! [ -s "$number" ] && [ "$tries" -lt 100 ]; do sleep 0.1; tries=$((tries + 1)); done
    [ -s "$number" ] && DISPLAY=":$(cat "$number")" && export DISPLAY
    rm -f "$number"
fi
.venv/bin/python -m pytest "$@"
