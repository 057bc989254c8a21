#!/bin/sh
# The .venv of this folder, for the Makefile. Says in one sentence what is in the way.
#
#   venv.sh find             prints the Python to use: PYTHON, or the newest of those that fit
#   venv.sh again            prints "again" where .venv is there and must be made anew
#   venv.sh make             makes it, if it is not there or must be made anew
#   venv.sh install FILE …   installs what FILE lists; more words go to pip
set -u
NEWEST_FIRST="3.13 3.12 3.11"
FITS='import sys; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 13))'
VERSION='import sys; print("%d.%d" % sys.version_info[:2])'

say() { printf '%s\n' "$*" >&2; }
fail() { say "$@"; exit 1; }
# A command may be there and not run, as those of a version manager do for versions not chosen.
fits() { "$1" -c "$FITS" >/dev/null 2>&1; }
can_make() { "$1" -c 'import ensurepip, sqlite3, ssl, venv, zlib' >/dev/null 2>&1; }

# Those of the PATH come first, as somebody chose them; then those that version managers keep.
candidates() {
  for version in $NEWEST_FIRST; do echo "python$version"; done
  echo python3
  echo python
  for version in $NEWEST_FIRST; do
    for kept in "${PYENV_ROOT:-$HOME/.pyenv}/versions/$version".*/bin/python3 \
      "$HOME/.local/share/uv/python/cpython-$version".*/bin/python3; do
      [ -x "$kept" ] && echo "$kept"
    done
  done
}

find_python() {
  if [ -n "${PYTHON:-}" ]; then
    fits "$PYTHON" || fail "PYTHON=$PYTHON is no Python from 3.11 to 3.13. Choose another, or leave it out."
    can_make "$PYTHON" || fail "$(incomplete "$PYTHON")"
    echo "$PYTHON"
    return
  fi
  lacking=
  # Read from a file of its own, as a loop behind a pipe could not end the script.
  while read -r candidate; do
    fits "$candidate" || continue
    if can_make "$candidate"; then echo "$candidate"; return; fi
    lacking=${lacking:-$candidate}
  done <<LIST
$(candidates)
LIST
  [ -z "$lacking" ] || fail "$(incomplete "$lacking")"
  fail "There is no Python from 3.11 to 3.13 here. Install one, or name it: make PYTHON=/path/to/python3.13"
}

incomplete() {
  version=$("$1" -c "$VERSION")
  echo "$1 lacks venv, ssl, sqlite3 or zlib. On Debian: apt-get install python$version-venv"
}

# Whether .venv works where it stands, with a Python that fits and is the one asked for.
is_well() {
  fits .venv/bin/python && .venv/bin/python -c 'import pip' 2>/dev/null || return 1
  if [ -n "${PYTHON:-}" ] && fits "$PYTHON"; then
    [ "$("$PYTHON" -c "$VERSION")" = "$(.venv/bin/python -c "$VERSION")" ] || return 1
  fi
  # Its commands name their Python by its whole path: after a move they lead elsewhere.
  named=$(sed -n '1s/^#!\(.*\/python[0-9.]*\)$/\1/p' .venv/bin/pip 2>/dev/null)
  [ -z "$named" ] || [ "$(dirname "$named")" -ef .venv/bin ]
}

make_venv() {
  is_well && return
  python=$(find_python) || exit 1
  if [ -e .venv ] || [ -L .venv ]; then
    say "Making .venv anew with $python, as it is broken or of another version …"
    rm -rf .venv
  fi
  said=$("$python" -m venv .venv 2>&1) || { rm -rf .venv; fail "$(reason "$said" "Cannot make .venv with $python")"; }
}

install() {
  file=$1
  shift
  say "Installing $file into .venv …"
  said=$(.venv/bin/python -m pip install --quiet --disable-pip-version-check -r "$file" "$@" 2>&1) ||
    fail "$(reason "$said" "Cannot install $file")"
}

# What venv runs does not say that there is no room left.
free_kilobytes() {
  free=$(df -Pk . 2>/dev/null | sed -n '2s/^.* \([0-9][0-9]*\)  *[0-9][0-9]*% .*$/\1/p')
  echo "${free:-999999999}"
}

# The sentence for what pip or venv said.
reason() {
  case $1 in
    *"No space left"* | *"Disk quota"*) echo "$2: the disk is full." ;;
    *"Read-only file system"* | *"Permission denied"*) echo "$2: $(pwd) cannot be written to." ;;
    *"Connection"* | *"name resolution"* | *"Network is unreachable"* | *"timed out"* | *"ProxyError"* | *"SSLError"*)
      echo "$2: the package index cannot be reached. Is there a network, and a proxy to name?" ;;
    *) if [ "$(free_kilobytes)" -lt 200000 ]; then echo "$2: the disk is full."; return; fi
      echo "$2: $(printf '%s\n' "$1" | grep -v '^ *$' | tail -n 1)" ;;
  esac
}

case ${1:-} in
  find) find_python ;;
  again) if [ -e .venv ] || [ -L .venv ]; then is_well || echo again; fi ;;
  make) make_venv ;;
  install) shift; install "$@" ;;
  *) fail "venv.sh find | again | make | install FILE …" ;;
esac
