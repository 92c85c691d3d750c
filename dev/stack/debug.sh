#!/usr/bin/env bash
# Starts the services, but not the application, and writes the settings that a debugger starts it with: .local/debug/api.env and workers.env.
# usage: debug.sh [CONFIGURATION], debug by default; the solution must be built.
set -euo pipefail
. dev/stack/messages.sh
configuration=${1:-debug}
folder=.local/debug
workers=artifacts/bin/ESchool.Workers/$configuration/ESchool.Workers.dll
[[ -f $workers ]] || give_up "build the solution first: dotnet build ESchool.sln"
! curl -fs -o /dev/null "$(sed -n "s/^export ESCHOOL_WEB_URL='\(.*\)'$/\1/p" .local/stack.env 2>/dev/null)/healthz" || give_up "the application runs: ./eschool down"

bash dev/stack/install.sh stack
bash dev/stack/stack.sh up --dir .local --with-app
set -a
# shellcheck disable=SC1091 # written by stack.sh
. .local/stack.env
set +a
dotnet "$workers" migrate
dotnet "$workers" create-admin

# Debuggers read NAME=VALUE, without quotes.
mkdir -p "$folder"
settings=$(sed -n "s/^export \([^=]*\)='\(.*\)'$/\1=\2/p" .local/stack.env)
printf '%s\n' "$settings" "Kestrel__Endpoints__Grpc__Url=$ESCHOOL_GRPC_URL" "Kestrel__Endpoints__Web__Url=$ESCHOOL_WEB_URL" >"$folder/api.env"
printf '%s\n' "$settings" "Kestrel__Endpoints__Web__Url=$ESCHOOL_WORKERS_URL" >"$folder/workers.env"
chmod 600 "$folder"/*.env
say "the services run; settings for a debugger are in $folder"
