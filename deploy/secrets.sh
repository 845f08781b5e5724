#!/bin/sh
# Make what compose.yaml reads from secrets/, once: what is there stays. Containers read these files as another user.
set -eu
cd "$(dirname "$0")"
mkdir -p secrets
chmod 711 secrets
make() { # make NAME VALUE: only the first time
  [ -e "secrets/$1" ] || printf '%s' "$2" >"secrets/$1"
  chmod 644 "secrets/$1"
}
random() { od -An -N32 -tx1 /dev/urandom | tr -d ' \n'; }
make postgres_password "$(random)"
make secret_key "$(random)"
make metrics_token "$(random)"
make database_url "postgresql://rouage:$(cat secrets/postgres_password)@postgres/rouage"
make redis_url "redis://valkey:6379/0"
make mail_url "" # smtp://user:password@host:port; empty: no mail leaves
