# Everything a fresh machine lacks. Sourced after say.sh; calls nothing by itself.
. script/support/packages.sh

# One set-up at a time in this folder.
set_up() {
  exec 7> var/setup.lock
  flock -n 7 || { say "Another set-up is at work here, waiting for it"; flock 7; }
  set_up_system
  set_up_python
  set_up_node
  set_up_vendor
  set_up_messages
  exec 7>&-
}

set_up_for_tests() {
  need_packages "the browser tests" chromium libatomic1
  set_up
  exec 7> var/setup.lock
  flock 7
  once .venv/.test "$(digest requirements-test.lock)" install_python "test tools" requirements-test.lock
  exec 7>&-
}

# The browser that measures the page, and what we are measured beside, each in an environment of its own: they ask for
# other versions than we do.
set_up_for_bench() {
  set_up_for_tests
  exec 7> var/setup.lock
  flock 7
  for peer in tipg spopt; do
    once ".venv/.$peer" "$(digest "requirements-$peer.lock")" install_peer "$peer"
  done
  exec 7>&-
}

install_peer() {
  /usr/bin/python3 -m venv --clear ".venv/$1"
  install_python "$1, to measure beside" "requirements-$1.lock" ".venv/$1/bin/pip"
}

set_up_system() {
  need_packages "GDAL, GEOS and PROJ, Python, translations" python3-venv ca-certificates gdal-bin proj-data gettext
  need_packages "the sandbox in which files are read" bubblewrap
  need_packages "prints and briefs as PDF" libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0 fonts-noto-cjk
  [ -n "${DATABASE_URL:-}" ] || need_packages "the private database" postgresql-postgis
}

set_up_python() {
  # An environment holds its own path and its Python's: either may have changed.
  local made
  made="$(/usr/bin/python3 --version) in $PROJECT"
  [ "$(cat .venv/.made 2> /dev/null)" = "$made" ] || make_venv "$made"
  once .venv/.runtime "$(digest requirements.lock)" install_python "Python packages" requirements.lock
  export PATH="$PROJECT/.venv/bin:$PATH"
}

make_venv() {
  /usr/bin/python3 -c 'import sys; sys.exit(sys.version_info < (3, 11))' ||
    die "this machine's $(/usr/bin/python3 --version) is too old; Debian 12 or newer has Python 3.11"
  say "Making the Python environment .venv"
  rm -rf .venv
  /usr/bin/python3 -m venv .venv || die "no Python environment in .venv: see the error above"
  printf '%s\n' "$1" > .venv/.made
}

install_python() {
  say "Installing $1 ($(grep -c == "$2") of them)"
  "${3:-.venv/bin/pip}" install --disable-pip-version-check --no-input --progress-bar off \
    --require-hashes --only-binary :all: -r "$2" 2> var/pip.log |
    sed -u -n 's/^ *Downloading //p' | sed -u -n 's#^.*/##; s/\.whl (/ (/; /metadata/d; s/^/  /p' || {
      tail -n 3 var/pip.log >&2
      die "pip could not install $2; check that this machine reaches a Python package index, then run again"
    }
}

has_recent_node() {
  command -v npm > /dev/null && node -e '
    const [major, minor] = process.versions.node.split(".").map(Number);
    process.exit(major > 20 || (major === 20 && minor >= 19) ? 0 : 1)' 2> /dev/null
}

set_up_node() {
  has_recent_node ||
    once .venv/.node "$(digest requirements-node.lock)" install_python "Node.js" requirements-node.lock
  once node_modules/.stamp "$(digest package.json package-lock.json .npmrc)" install_node
}

install_node() {
  say "Installing JavaScript packages"
  npm ci --no-progress --loglevel=error < /dev/null ||
    die "npm could not install package-lock.json; check that this machine reaches an npm registry, then run again"
}

set_up_vendor() {
  [ -d static/vendor ] || rm -f var/vendor.stamp
  once var/vendor.stamp "$(digest package-lock.json script/support/vendor.sh)" script/support/vendor.sh
}

set_up_messages() {
  local catalogues
  catalogues="$(find locale -name '*.po' 2> /dev/null || true)"
  [ -n "$catalogues" ] || return 0
  for catalogue in $catalogues; do
    [ "${catalogue%.po}.mo" -nt "$catalogue" ] && continue
    msgfmt --check-format -o "${catalogue%.po}.mo" "$catalogue" || die "translations in $catalogue are wrong: see above"
  done
}
