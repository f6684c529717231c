# What every script says and how it stops. Sourced.
set -euo pipefail
umask 022
PROJECT="$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)"
cd "$PROJECT"
mkdir -p var
# A plain machine's POSIX locale could not print a county's name.
case "${LC_ALL:-${LC_CTYPE:-${LANG:-}}}" in *[Uu][Tt][Ff]*) ;; *) export LC_ALL=C.UTF-8 ;; esac

say() { printf '\033[1m==>\033[0m %s\n' "$*"; }
die() { printf '\033[1m==> stopped:\033[0m %s\n' "$*" >&2; exit 1; }

# digest FILE…: one digest of names and contents, folders read whole.
digest() { find "$@" -type f -print0 | sort -z | xargs -0 sha256sum | sha256sum | cut -d' ' -f1; }

# once STAMP DIGEST COMMAND…: runs the command unless STAMP already records DIGEST.
once() {
  local stamp="$1" wanted="$2"
  shift 2
  [ "$(cat "$stamp" 2>/dev/null)" = "$wanted" ] && return
  rm -f "$stamp"
  "$@"
  printf '%s\n' "$wanted" > "$stamp.new" && mv "$stamp.new" "$stamp"
}
