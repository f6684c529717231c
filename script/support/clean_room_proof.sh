#!/bin/bash
# Inside the clean room: both commands as a person types them on a fresh machine; see script/clean-room.
set -euo pipefail
say() { printf '\033[1m[clean room]\033[0m %s\n' "$*"; }

# seconds_until URL PID: how long until it answers.
seconds_until() {
  python3 - "$@" <<'P'
import os, sys, time, urllib.request
url, process = sys.argv[1], int(sys.argv[2])
begun = time.monotonic()
while True:
    try:
        with urllib.request.urlopen(url, timeout=5) as answer:
            if answer.status == 200:
                break
    except OSError:
        pass
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        sys.exit("script/server ended before it answered")
    time.sleep(0.05)
print(f"{time.monotonic() - begun:.1f}")
P
}

free_port() { python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])'; }

# serve_once: starts script/server, waits for an answer, stops it as Ctrl-C does; leaves the seconds in $took.
serve_once() {
  set -m  # a job of its own gets SIGINT's default action, which a background command would ignore
  script/server &
  local server=$!
  set +m
  took="$(seconds_until "http://127.0.0.1:$PORT/healthz" $server)"
  kill -INT $server
  wait $server || { say "script/server ended with $?"; exit 1; }
  ! pgrep_postgres || { say "the database outlived script/server"; exit 1; }
}

pgrep_postgres() { grep -l -s '^postgres$' /proc/[0-9]*/comm > /dev/null; }

git clone --quiet /origin project
cd project
begun=$SECONDS
failed=
script/test || failed=yes
say "script/test from nothing: $((SECONDS - begun)) s${failed:+, and it failed}"

PORT="$(free_port)"
export PORT
serve_once
say "first script/server: $took s"
serve_once
say "second script/server: $took s"
python3 -c "import sys; sys.exit(float('$took') > 5)" || { say "a second start must answer within 5 s"; exit 1; }
script/reset --yes
serve_once
say "script/server after script/reset: $took s"
[ -z "$failed" ] || { say "script/test failed: see above"; exit 1; }
say "passed"
