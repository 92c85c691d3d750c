# shellcheck shell=bash disable=SC2154 # $dir and $port come from up.sh
# Starts the API and the workers on a stack that runs. The file that reads this one has read the parts of dev/stack it uses.

readonly api_dll=$PWD/artifacts/bin/ESchool.Api/release/ESchool.Api.dll
readonly workers_dll=$PWD/artifacts/bin/ESchool.Workers/release/ESchool.Workers.dll

# Part of each command line, so that a changed binary or setting means another command, and start_process restarts it.
fingerprint() {
  {
    find "${api_dll%/*}" "${workers_dll%/*}" -type f \( -name '*.dll' -o -name '*.json' \) -printf '%p %s %T@\n' | sort
    cat "$dir/stack.env"
  } | sha256sum | cut -c1-16
}

# compose_commands [NAME=VALUE …]: how each process is to run.
compose_commands() {
  local build
  build=$(fingerprint)
  api_command=(env "ESCHOOL_FINGERPRINT=$build"
    "Kestrel__Endpoints__Grpc__Url=$ESCHOOL_GRPC_URL" "Kestrel__Endpoints__Web__Url=$ESCHOOL_WEB_URL"
    "Kestrel__Endpoints__Secure__Url=$ESCHOOL_SECURE_URL" Kestrel__Endpoints__Secure__Protocols=Http1AndHttp2
    "Kestrel__Endpoints__Secure__Certificate__Path=$dir/keys/https.pem" "Kestrel__Endpoints__Secure__Certificate__KeyPath=$dir/keys/https.key"
    "$@" dotnet "$api_dll")
  workers_command=(env "ESCHOOL_FINGERPRINT=$build" "Kestrel__Endpoints__Web__Url=$ESCHOOL_WORKERS_URL"
    "$@" dotnet "$workers_dll")
}

stop_if_changed() {
  local name=$1
  shift
  ! is_running "$name" || is_running_as "$name" "$@" || stop_process "$name" TERM 40
}

# prepare_database [NAME=VALUE …]: with the same settings as the programs; the storage's are put on its buckets here.
prepare_database() {
  say "migrating the database"
  logged migrate env "$@" dotnet "$workers_dll" migrate
  logged migrate env "$@" dotnet "$workers_dll" create-admin
}

start_application() {
  local api_command workers_command
  compose_commands "$@"
  if ! is_running_as api "${api_command[@]}" || ! is_running_as workers "${workers_command[@]}"; then
    stop_if_changed api "${api_command[@]}"
    stop_if_changed workers "${workers_command[@]}"
    prepare_database "$@"
    say "starting the workers and the API"
    start_process workers "${workers_command[@]}"
    start_process api "${api_command[@]}"
  fi
  wait_until workers 120 answers "$ESCHOOL_WORKERS_URL/readyz"
  wait_until api 120 answers "$ESCHOOL_WEB_URL/readyz"
}
