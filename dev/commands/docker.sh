#!/usr/bin/env bash
# The stack in containers. usage: docker.sh up | down [--delete]
set -euo pipefail
. dev/stack/messages.sh
verb=$1
shift

command -v docker >/dev/null || give_up "docker is not installed; without it: ./eschool up"
docker info >/dev/null 2>&1 || give_up "no Docker engine answers (is it started, and may you use it?); without it: ./eschool up"
if docker compose version >/dev/null 2>&1; then
  compose=(docker compose)
elif command -v docker-compose >/dev/null; then
  compose=(docker-compose)
else
  give_up "Docker's compose plugin is not installed"
fi

if [[ $verb == up ]]; then
  "${compose[@]}" up --build -d
  say "the containers start; addresses are at the top of docker-compose.yml, progress: ${compose[*]} ps"
elif [[ ${1:-} == --delete ]]; then
  "${compose[@]}" down --volumes
else
  "${compose[@]}" down
fi
