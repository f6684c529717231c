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
workers=$(nproc)
say "Serving at http://127.0.0.1:$PORT (Ctrl-C stops it)"
# In a session of its own: Granian's workers hang for a while when Ctrl-C reaches them as well as their parent.
setsid granian --interface wsgi --host 127.0.0.1 --port "$PORT" --workers $((workers > 4 ? 4 : workers)) \
  --blocking-threads 4 --workers-kill-timeout 4 --no-ws --log-level warning geo_renovation.wsgi:application &
server=$!
trap 'kill -TERM $server 2> /dev/null || true' INT TERM HUP
# A signal ends the first wait, the server's end the second.
wait $server || wait $server
