# Debian packages: only the missing ones, never a running service. Sourced after say.sh.

is_installed() { [ "$(dpkg-query -W -f='${db:Status-Status}' "$1" 2>/dev/null)" = installed ]; }

as_root() {
  if [ "$(id -u)" = 0 ]; then "$@"; else sudo "$@"; fi
}

lists_updated=

# need_packages WHY PACKAGE…
need_packages() {
  local why="$1" missing=() package
  shift
  for package in "$@"; do is_installed "$package" || missing+=("$package"); done
  [ ${#missing[@]} = 0 ] && return
  say "Installing from Debian, for $why: ${missing[*]}"
  [ "$(id -u)" = 0 ] || command -v sudo > /dev/null ||
    die "${missing[*]} needed for $why; as root: apt-get install ${missing[*]}"
  without_main_cluster install_packages "${missing[@]}" ||
    die "could not install ${missing[*]}, needed for $why; as root, see why: apt-get update && apt-get install ${missing[*]}"
}

install_packages() {
  local quiet=(env DEBIAN_FRONTEND=noninteractive apt-get -y -q -o Dpkg::Use-Pty=0 -o DPkg::Lock::Timeout=300)
  [ -n "$lists_updated" ] || as_root "${quiet[@]}" update < /dev/null > /dev/null || return
  lists_updated=yes
  as_root "${quiet[@]}" install --no-install-recommends "$@" < /dev/null | sed -u -n 's/^Get:/  Get:/p; s/^Setting up/  Setting up/p'
}

# Installing Debian's PostgreSQL would make and start a "main" cluster that nobody asked for.
without_main_cluster() {
  local note=/etc/postgresql-common/createcluster.d/geo-renovation.conf outcome=0
  as_root mkdir -p "${note%/*}"
  echo "create_main_cluster = false" | as_root tee "$note" > /dev/null
  "$@" || outcome=$?
  as_root rm -f "$note"
  return $outcome
}
