# with_database COMMAND…: goes over into the command with DATABASE_URL set. Sourced after say.sh.
# Without a DATABASE_URL of the caller's it is the private server's, kept running for as long as the command runs.
with_database() {
  [ -z "${DATABASE_URL:-}" ] || exec "$@"
  exec env PYTHONPATH=script/support PYTHONDONTWRITEBYTECODE=1 /usr/bin/python3 -m private_cluster var/cluster "$@"
}
