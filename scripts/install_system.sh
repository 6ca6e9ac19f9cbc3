#!/bin/sh
# Install the system packages that `run` or `test` needs (the argument), where this machine lets us.
#
# Debian and Ubuntu: by apt-get, as root or with a sudo that asks for no password; otherwise the line to
# type is printed. Packages that are there already need no rights. Elsewhere the libraries are named.
# "new|old" are the names of one package in newer and older releases.
set -eu
cd "$(dirname "$0")/.."

# Qt: OpenGL and EGL loaders, keyboard maps, D-Bus, GLib, and a font (fontconfig brings FreeType).
qt="libegl1 libgl1 libxkbcommon0 libdbus-1-3 libglib2.0-0t64|libglib2.0-0 libfontconfig1 fonts-dejavu-core"
# Qt on X11: its xcb plugin links these; without libxcb-cursor0 no window opens.
qt_x11="libx11-xcb1 libxkbcommon-x11-0 libxcb-cursor0 libxcb-icccm4 libxcb-image0 libxcb-keysyms1 libxcb-randr0
    libxcb-render-util0 libxcb-shape0 libxcb-sync1 libxcb-xfixes0 libxcb-xkb1"
# Qt on Wayland.
qt_wayland="libwayland-client0 libwayland-cursor0 libwayland-egl1"
# Sound: the preview synth, and ALSA for MIDI ports.
sound="libfluidsynth3 libasound2t64|libasound2"
# Tests: an X server without a screen, a window manager that gives focus, a hand on the mouse, and a JACK
# server to play MIDI through.
tests="xvfb openbox xdotool jackd2"

installed() {
    dpkg-query -W -f '${db:Status-Status}\n' "$1" 2>/dev/null | grep -qx installed
}

missing() { # the packages of $* of which no name is installed, newest name first
    for package in "$@"; do
        found=
        for name in $(echo "$package" | tr '|' ' '); do
            installed "$name" && found=yes
        done
        [ -n "$found" ] || echo "$package"
    done
}

available_names() { # of each "new|old" the first name that this release has
    for package in "$@"; do
        for name in $(echo "$package" | tr '|' ' '); do
            if apt-cache show "$name" >/dev/null 2>&1; then
                echo "$name"
                continue 2
            fi
        done
        echo "${package##*|}"
    done
}

case "${1:-}" in
    run) wanted="$qt $qt_x11 $qt_wayland $sound" ;;
    test) wanted="$tests" ;;
    *) echo "usage: scripts/install_system.sh run|test" >&2; exit 2 ;;
esac
if [ "$1" = run ] && ! scripts/find_python.sh >/dev/null; then
    wanted="python3 python3-venv $wanted"
fi

if ! command -v apt-get >/dev/null; then
    [ "$(uname)" = Darwin ] || echo "This system has no apt-get: see to it that Qt 6's libraries and FluidSynth are installed."
    exit 0
fi
# shellcheck disable=SC2086  # lists of words
needed=$(missing $wanted)
[ -n "$needed" ] || exit 0

if [ "$(id -u)" = 0 ]; then
    as_root="env"
elif command -v sudo >/dev/null && sudo -n true 2>/dev/null; then
    as_root="sudo -n"
else
    # shellcheck disable=SC2086,SC2046
    line="sudo apt-get install --no-install-recommends $(available_names $needed | tr '\n' ' ')"
    if [ "$1" = test ]; then
        echo "Tests that need these will be skipped; to run them too, type:"
        echo "    $line"
        exit 0
    fi
    echo "System packages are missing and may not be installed from here. Type this, then run make again:" >&2
    echo "    $line" >&2
    exit 1
fi

echo "Installing system packages with apt-get."
export DEBIAN_FRONTEND=noninteractive
$as_root apt-get update -qq
# shellcheck disable=SC2086,SC2046
$as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $(available_names $needed)
if [ "$1" = run ] && ! scripts/find_python.sh >/dev/null; then
    echo "Genre Studio needs Python 3.11 or newer with venv; this release has $(python3 --version)." >&2
    echo "Install a newer one and run: make PYTHON=/path/to/python3 $1" >&2
    exit 1
fi
