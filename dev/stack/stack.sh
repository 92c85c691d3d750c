#!/usr/bin/env bash
# The services the application stands on, as background processes on loopback, all kept in one folder.
# shellcheck disable=SC2034,SC2154 # the parts it reads use these variables and set `services` and `port`
set -euo pipefail

usage() {
  cat >&2 <<'USAGE'
usage: stack.sh up|down|status --dir DIR [options]
  up      starts what does not run, and writes DIR/stack.env for the application; again on the same DIR: keeps the data
  down    stops everything, the application's processes too
  status  lists each process; exit code 1 when one is down
options:
  --with-app    (up) also choose ports for the application, and name its webhook address to the Stripe emulator
  --throwaway   (up) for tests: no fsync, and none of the user's own services
  --durable     (up) with --throwaway, for measurements: fsync after all
  --delete      (down) delete DIR and all data
USAGE
  exit 2
}

verb=${1:-}
[[ $verb == up || $verb == down || $verb == status ]] || usage
shift
dir='' with_app=false throwaway=false durable=false delete=false
while (($#)); do
  case $1 in
    --dir) dir=${2:?--dir needs a folder} && shift ;;
    --with-app) with_app=true ;;
    --throwaway) throwaway=true ;;
    --durable) durable=true ;;
    --delete) delete=true ;;
    *) usage ;;
  esac
  shift
done
[[ -n $dir ]] || usage
dir=$(realpath -m -- "$dir")
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
dev=$(dirname "$here")
for part in messages processes ports secrets environment postgres redis s3 mail stripe openid; do
  # shellcheck disable=SC1090
  . "$here/$part.sh"
done

[[ -r /proc/self/stat ]] || give_up "this stack needs Linux; elsewhere use ./eschool up --docker"

# Runs each named function at once, and fails when one of them did. Each prints its own failure.
in_parallel() {
  local action pids=() failed=0 pid
  for action; do
    "$action" &
    pids+=($!)
  done
  for pid in "${pids[@]}"; do wait "$pid" || failed=1; done
  return $failed
}

lock_stack() {
  exec 9>"$dir/lock"
  flock -w 300 9 || give_up "another run is busy with $dir"
}

up() {
  mkdir -p "$dir/run" "$dir/logs"
  lock_stack
  load_secrets
  forget_settings_of_other_stacks
  choose_services
  choose_ports
  write_environment
  ((${#services[@]} == 0)) || in_parallel "${services[@]/%/_start}" || exit 1
  say "the services run; their settings are in $dir/stack.env"
}

down() {
  [[ -d $dir/run ]] || { say "nothing runs in $dir" && return; }
  lock_stack
  stop_process api TERM 40
  stop_process workers TERM 40
  in_parallel postgres_stop redis_stop s3_stop mail_stop stripe_stop openid_stop
  if $delete; then
    postgres_delete
    rm -rf "$dir"
  fi
  say "stopped"
}

status_line() {
  local process=$1 where=$2 pid
  if pid=$(pid_of "$process"); then
    printf '%-11s up    pid %-8s %s\n' "$process" "$pid" "$where"
  else
    printf '%-11s down\n' "$process"
    return 1
  fi
}

status() {
  local name process whole=0
  load_ports
  ((${#port[@]})) || { printf 'there is no stack in %s\n' "$dir" && return 1; }
  for name in postgres redis s3 s3_monitor stripe openid mail smtp web grpc workers; do
    [[ -n ${port[$name]:-} ]] || continue
    case $name in smtp) process=mail ;; web | grpc) process=api ;; *) process=${name/_/-} ;; esac
    status_line "$process" "127.0.0.1:${port[$name]} ($name)" || whole=1
  done
  [[ -z ${port[s3]:-} ]] || status_line s3-store '' || whole=1
  return $whole
}

$verb
