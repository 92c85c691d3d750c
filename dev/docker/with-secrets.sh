#!/bin/sh
# Runs a command with secrets read from files: NAME_FILE=/path in the environment gives it NAME=<what the file holds>.
set -eu
for name in Security__MasterKey ESCHOOL_ADMIN_PASSWORD; do
  file=$(printenv "${name}_FILE" || true)
  if [ -n "$file" ]; then
    value=$(cat "$file")
    export "$name=$value"
  fi
done
exec "$@"
