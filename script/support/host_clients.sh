# This machine's client configuration (package sources, proxies, certificates), for another root on it. Sourced.

# debian_sources SUITE: apt's sources of this Debian, its updates and security, in one-line format.
debian_sources() {
  apt-get indextargets --format '$(REPO_URI) $(RELEASE) $(COMPONENT)' "Created-By: Packages" "Component: main" |
    awk -v suite="$1" '$2 == suite || index($2, suite "-") == 1 { print "deb", $1, $2, $3 }' | sort -k3,3 -u
}

CLIENT_FILES=(
  /etc/apt/apt.conf /etc/apt/apt.conf.d /etc/apt/auth.conf /etc/apt/auth.conf.d
  /etc/pip.conf /etc/npmrc /usr/etc/npmrc /etc/hosts /etc/resolv.conf /usr/local/share/ca-certificates
)
CLIENT_FILES_AT_HOME=(.npmrc .config/pip .pip)
CERTIFICATES=/etc/ssl/certs/ca-certificates.crt

# copy_client_configuration ROOT. Copied, not bound: packages being installed write beside some of them.
copy_client_configuration() {
  local path
  for path in "${CLIENT_FILES[@]}"; do copy_into "$path" "$1$path"; done
  for path in "${CLIENT_FILES_AT_HOME[@]}"; do copy_into "$HOME/$path" "$1/root/$path"; done
  chroot "$1" update-ca-certificates > /dev/null 2>&1
  copy_into "$CERTIFICATES" "$1$CERTIFICATES"
}

copy_into() {
  [ -e "$1" ] || return 0
  mkdir -p "$(dirname "$2")"
  rm -rf "$2"
  cp -rL "$1" "$2"
}

# client_variables: NAME=VALUE of the environment's own client settings, each ended by a zero byte.
client_variables() {
  env -0 | grep -z -i -E '^([a-z]+_proxy|pip_[a-z_]+|npm_config_[a-z_]+|[a-z_]*ca_bundle|[a-z_]*cert_file|node_extra_ca_certs|git_ssl_cainfo)=' || true
}
