# shellcheck shell=bash disable=SC2154 # $dir comes from the script that reads this file
# Starts, finds and stops the background processes of one stack. $dir is the stack's folder.
#
# A pid alone proves nothing: after a crash or a reboot it may belong to a stranger. So the moment the process started is
# recorded beside it, and a process is ours only while both agree.

log_of() { printf '%s/logs/%s.log' "$dir" "$1"; }

# Field 22 of /proc/PID/stat, counted after the command's name, which may itself hold spaces and brackets.
# A zombie is as good as gone: nobody may be there to reap it in a container without an init.
started_at() {
  local stat
  { read -r stat <"/proc/$1/stat"; } 2>/dev/null || return 1
  stat=${stat##*) }
  [[ $stat != Z* ]] || return 1
  # shellcheck disable=SC2086 # split into fields on purpose
  set -- $stat
  printf '%s' "${20}"
}

pid_of() {
  local pid moment
  { read -r pid moment <"$dir/run/$1.pid"; } 2>/dev/null || return 1
  [[ -n $moment && $(started_at "$pid") == "$moment" ]] || return 1
  printf '%s' "$pid"
}

is_running() { pid_of "$1" >/dev/null; }

# is_running_as NAME COMMAND...: running, and with exactly this command line.
is_running_as() {
  local name=$1
  shift
  is_running "$name" && [[ -f $dir/run/$name.command && $(<"$dir/run/$name.command") == "$(printf '%q ' "$@")" ]]
}

# start_process NAME COMMAND...: in the background, in its own session, so that closing the terminal does not end it.
# Already running with the same command line: left alone. With another one (a port has moved): restarted.
start_process() {
  local name=$1 log pid
  shift
  is_running_as "$name" "$@" && return 0
  stop_process "$name"
  log=$(log_of "$name")
  [[ ! -f $log || $(stat -c %s "$log") -lt 10000000 ]] || mv "$log" "$log.1"
  # fd 9 is the stack's lock; a server that inherits it would hold the lock for ever.
  (cd "$dir" && exec setsid "$@" </dev/null >>"$log" 2>&1 9>&-) &
  pid=$!
  printf '%q ' "$@" >"$dir/run/$name.command"
  printf '%s %s\n' "$pid" "$(started_at "$pid")" >"$dir/run/$name.pid"
}

# stop_process NAME [SIGNAL] [SECONDS]: asks, waits until it is really gone, then insists. It led its own process group, so
# whatever it had started and left behind goes too.
stop_process() {
  local name=$1 signal=${2:-TERM} seconds=${3:-15} pid
  if pid=$(pid_of "$name"); then
    kill -s "$signal" "$pid" 2>/dev/null || true
    local deadline=$((SECONDS + seconds))
    while is_running "$name"; do
      if ((SECONDS >= deadline)); then
        say "$name did not stop within ${seconds} s of SIG$signal: killing it"
        kill -KILL "$pid" 2>/dev/null || true
        deadline=$((SECONDS + seconds))
      fi
      sleep 0.05
    done
    kill -KILL -- "-$pid" 2>/dev/null || true
  fi
  rm -f "$dir/run/$name.pid" "$dir/run/$name.command"
}

# wait_until NAME SECONDS CHECK...: polls CHECK; gives up at the deadline, or at once when the process has died.
wait_until() {
  local name=$1 seconds=$2 deadline=$((SECONDS + $2))
  shift 2
  until "$@" >/dev/null 2>&1; do
    is_running "$name" || fail_service "$name" "ended by itself"
    ((SECONDS < deadline)) || fail_service "$name" "not ready after $seconds s"
    sleep 0.1
  done
}

# logged NAME COMMAND...: a preparing step whose output belongs in the service's log.
logged() {
  local name=$1
  shift
  "$@" >>"$(log_of "$name")" 2>&1 9>&- || fail_service "$name" "failed: $1 (exit code $?)"
}

fail_service() {
  local log
  log=$(log_of "$1")
  {
    complain "$1: $2"
    [[ ! -f $log ]] || tail -n 20 "$log" | sed 's/^/    /'
    printf '  the whole log: %s\n' "$log"
  } >&2
  exit 1
}

answers() { curl -fsS -m 2 -o /dev/null "$1"; }
