#!/bin/bash
# Every test against the server of DATABASE_URL; see script/test.
. "$(dirname "$0")/say.sh"
. script/support/production.sh
export ALLOWED_HOSTS="${ALLOWED_HOSTS:-127.0.0.1,localhost,testserver}"
# Many tests at once on few cores, dropping whole databases: not the patience of one page view.
export DB_STATEMENT_TIMEOUT="${DB_STATEMENT_TIMEOUT:-60s}"
failed=()

step() {
  local name="$1"
  shift
  say "$name"
  "$@" || failed+=("$name")
}

# A model that knows the county's CRS must make the same migrations under any of them.
migrations_complete() {
  COUNTY_SRID="$1" manage.py makemigrations --check --dry-run
}

production_check() {
  env HTTPS=1 SECRET_KEY="$(/usr/bin/python3 -c 'import secrets; print(secrets.token_urlsafe(60))')" \
    ALLOWED_HOSTS=county.example CSRF_TRUSTED_ORIGINS=https://county.example \
    python manage.py check --deploy --fail-level WARNING
}

node_tests() {
  local found
  found="$(find tests/js -name '*.test.js' 2> /dev/null || true)"
  [ -z "$found" ] || node --test $found
}

python script/support/prepare.py test
collect_static
if [ $# -gt 0 ]; then exec python -m pytest "$@"; fi

step "Lint" script/lint
step "Types" node_modules/.bin/tsc --noEmit
step "Browser code" node_tests
step "Migrations complete for EPSG:4548" migrations_complete 4548
step "Migrations complete for EPSG:26986" migrations_complete 26986
step "Ready for production" production_check
step "Tests" python -m pytest -q -n "${TEST_PROCESSES:-auto}" --dist load
[ ${#failed[@]} = 0 ] || die "failed: $(printf '%s; ' "${failed[@]}")"
say "Everything passed"
