#!/usr/bin/env bash
# Stops what `up` started. usage: down.sh [--delete] | --docker [--delete]
set -euo pipefail
if [[ ${1:-} == --docker ]]; then
  shift
  exec bash dev/commands/docker.sh down "$@"
fi
exec bash dev/stack/stack.sh down --dir .local "$@"
