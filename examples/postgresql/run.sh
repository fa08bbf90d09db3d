#!/bin/sh
# Starts a PostgreSQL of its own on loopback, fills it with a sample database, builds feeds from it, and stops it.
# Nothing is left but the feeds: in `feeds` of this folder, or in the folder that is given.
#
#   examples/postgresql/run.sh [FOLDER]
#
# FEEDWRIGHT is the program (`feedwright` by default; built with `--features postgres`).
set -eu
here=$(cd "$(dirname "$0")" && pwd)
into=${1:-$here}
feedwright=${FEEDWRIGHT:-feedwright}

bin=
for folder in "$(pg_config --bindir 2>/dev/null || true)" /usr/lib/postgresql/*/bin /usr/local/pgsql/bin; do
  if [ -x "$folder/initdb" ]; then bin=$folder; fi
done
[ -n "$bin" ] || { echo "PostgreSQL's programs are not installed" >&2; exit 3; }

# Servers refuse to run as root.
as=
if [ "$(id -u)" = 0 ]; then as="setpriv --reuid postgres --regid postgres --clear-groups"; fi

data=$(mktemp -d /tmp/feedwright-example.XXXXXX)
server=
trap 'if [ -n "$server" ]; then kill -INT "$server" 2>/dev/null; wait "$server" 2>/dev/null || true; fi; rm -rf "$data"' EXIT
trap 'exit 1' INT TERM
if [ -n "$as" ]; then chown postgres "$data"; fi
$as "$bin/initdb" -D "$data/db" --username=desk --auth=trust --encoding=UTF8 --locale=C.UTF-8 --no-sync >"$data.log" 2>&1 \
  || { cat "$data.log" >&2; rm -f "$data.log"; exit 1; }
rm -f "$data.log"

# A free port: one that nobody answers at. The server ends at once where somebody took it meanwhile: then the next one.
port=54320
tries=0
server=
until [ -n "$server" ] && "$bin/psql" -q -h 127.0.0.1 -p "$port" -U desk -d postgres -c 'select 1' >/dev/null 2>&1; do
  if [ -z "$server" ] || ! kill -0 "$server" 2>/dev/null; then
    [ -z "$server" ] || port=$((port + 1))
    while "$bin/pg_isready" -q -h 127.0.0.1 -p "$port" || [ $? -eq 1 ]; do port=$((port + 1)); done
    $as "$bin/postgres" -D "$data/db" -h 127.0.0.1 -p "$port" -k "$data" -c fsync=off >/dev/null 2>&1 &
    server=$!
  fi
  tries=$((tries + 1))
  [ "$tries" -lt 1200 ] || { echo "PostgreSQL does not answer" >&2; exit 1; }
  sleep 0.1
done

"$bin/psql" -q -h 127.0.0.1 -p "$port" -U desk -d postgres -v ON_ERROR_STOP=1 -f "$here/sample.sql"
if [ "$into" != "$here" ]; then mkdir -p "$into"; cp "$here/config.toml" "$here/articles.sql" "$into"; fi
cd "$into"
DATABASE_URL="postgres://desk@127.0.0.1:$port/postgres" "$feedwright" build
