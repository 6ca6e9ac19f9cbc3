#!/bin/sh
# Open the studio on the demo song; without a display do the main job into out/.
set -eu
cd "$(dirname "$0")/.."
if [ "$(uname)" = Linux ] && [ -z "${DISPLAY:-}${WAYLAND_DISPLAY:-}" ]; then
    echo "There is no display: continuing the demo melody into out/ instead of opening the window."
    exec .venv/bin/genre-studio demo --out out
fi
exec .venv/bin/genre-studio # without a file it opens the demo song
