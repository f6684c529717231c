# What a production process needs from its environment, as far as the caller has not set it. Sourced after say.sh.
export PATH="$PROJECT/.venv/bin:$PATH"
export PYTHONUNBUFFERED=1

if [ -z "${SECRET_KEY:-}" ]; then
  [ -s var/secret_key ] || (umask 077 && /usr/bin/python3 -c 'import secrets; print(secrets.token_urlsafe(60))' > var/secret_key)
  SECRET_KEY="$(cat var/secret_key)"
fi
export SECRET_KEY

# Digested copies of the static files, where they changed.
collect_static() {
  once var/static.stamp "$(digest static geo_renovation/settings.py geo_renovation/static_files.py requirements.lock)" \
    gather_static
}

gather_static() {
  say "Collecting static files"
  rm -rf var/static
  manage.py collectstatic --no-input --verbosity 0
}

manage.py() { python "$PROJECT/manage.py" "$@"; }
