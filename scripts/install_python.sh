#!/bin/sh
# Make the virtual environment $1 and install the studio and every plugin into it, editable.
set -eu
cd "$(dirname "$0")/.."
venv=$1
if ! [ -x "$venv/bin/python" ]; then
    echo "Making a virtual environment in $venv."
    python=$(scripts/find_python.sh) || { echo "Genre Studio needs Python 3.11 or newer with venv." >&2; exit 1; }
    "$python" -m venv "$venv"
fi
# One command, so that the plugins find the studio that they depend on beside them.
set -- -e '.[dev]'
for project in plugins/*/pyproject.toml; do
    [ -e "$project" ] && set -- "$@" -e "$(dirname "$project")"
done
echo "Installing Python packages (the first time takes some minutes)."
"$venv/bin/python" -m pip install --quiet --disable-pip-version-check "$@"
