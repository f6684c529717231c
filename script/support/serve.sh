#!/bin/bash
# Serves the database of DATABASE_URL; see script/server.
. "$(dirname "$0")/say.sh"
. script/support/production.sh
PORT="${PORT:-8000}"
export ALLOWED_HOSTS="${ALLOWED_HOSTS:-127.0.0.1,localhost}"

is_taken() { (: < "/dev/tcp/127.0.0.1/$1") 2> /dev/null; }
is_taken "$PORT" && die "port $PORT is taken by another program; choose another: PORT=$((PORT + 1)) script/server"

collect_static
# No time limits while migrating and importing.
DB_STATEMENT_TIMEOUT=0 DB_LOCK_TIMEOUT=0 python script/support/prepare.py

# Imports are worked on beside the pages. A worker that ends by itself is started again: what it was doing was rolled
# back, and is done again. It ends with this script, however that ends.
keep_working() {
  trap 'kill -KILL $worker 2> /dev/null || true; exit 0' TERM
  while kill -0 $$ 2> /dev/null; do
    setsid python "$PROJECT/manage.py" work &
    worker=$!
    while kill -0 $worker 2> /dev/null && kill -0 $$ 2> /dev/null; do sleep 1; done
  done
  kill -KILL $worker 2> /dev/null || true
}
keep_working &
keeper=$!

workers=$(nproc)
say "Serving at http://127.0.0.1:$PORT (Ctrl-C stops it)"
# In a session of its own: Granian's workers hang for a while when Ctrl-C reaches them as well as their parent.
setsid granian --interface wsgi --host 127.0.0.1 --port "$PORT" --workers $((workers > 4 ? 4 : workers)) \
  --blocking-threads 4 --workers-kill-timeout 4 --respawn-failed-workers --no-ws --log-level warning geo_renovation.wsgi:application &
server=$!
trap 'kill -TERM $server $keeper 2> /dev/null || true' INT TERM HUP
# A signal ends the first wait, the server's end the second.
wait $server || wait $server || status=$?
kill -TERM $keeper 2> /dev/null || true
wait $keeper || true
exit ${status:-0}
