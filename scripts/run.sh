#!/bin/sh
# Open the studio on the demo song; without a display do the main job into out/.
set -eu
cd "$(dirname "$0")/.."
if [ "$(uname)" = Linux ] && [ -z "${DISPLAY:-}${WAYLAND_DISPLAY:-}" ]; then
    echo "There is no display: continuing the demo melody into out/ instead of opening the window."
    exec .venv/bin/genre-studio demo --out out
fi
demo=$(.venv/bin/python -c 'from genre_studio.resources import demo_song_path; print(demo_song_path())')
exec .venv/bin/genre-studio "$demo"
