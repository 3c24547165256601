#!/bin/sh
# Opens the desk in the browser; the first time, it installs what that needs. Linux starts it from
# "Start Lodestar (Linux).desktop", macOS from "Start Lodestar (Mac).command".
cd "$(dirname "$0")" || exit 1
for python in python3.14 python3.13 python3.12 python3.11 python3 python; do
  if command -v "$python" >/dev/null 2>&1 && "$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
    "$python" tasks.py desk "$@" && exit 0
    printf 'The desk has ended. Press Enter to close this window. '
    read -r _
    exit 1
  fi
done
echo 'Lodestar needs Python 3.11 or newer, which is not on this computer.'
echo 'Get it from https://www.python.org/downloads/, then start this file again.'
printf 'Press Enter to close this window. '
read -r _
exit 1
