#!/usr/bin/env bash
# Measures, on a stack of its own that is deleted afterwards. usage: bench.sh [NAME …] [--rounds N] [--secs N] [--quick] [--json FILE]
set -euo pipefail
. dev/stack/messages.sh
. dev/commands/build.sh
bench_dll=$PWD/artifacts/bin/ESchool.Bench/release/ESchool.Bench.dll
stack=$PWD/.local/bench-$$
running=

# The measuring program leads a process group: whatever it started ends with it, also when it was killed.
remove_stack() {
  trap - EXIT INT TERM
  [[ -z $running ]] || kill -KILL -- "-$running" 2>/dev/null || true
  [[ ! -d $stack ]] || bash dev/stack/stack.sh down --dir "$stack" --delete >/dev/null || true
}

bash dev/stack/install.sh bench
build_release
# An unknown name or too little room is said before anything is started.
dotnet "$bench_dll" --check "$@"
publish_release "$PWD/artifacts/programs"
export ESCHOOL_PROGRAMS=$PWD/artifacts/programs
trap remove_stack EXIT
trap 'remove_stack; exit 130' INT
trap 'remove_stack; exit 143' TERM
bash dev/stack/stack.sh up --dir "$stack" --throwaway --durable
set -a
# shellcheck disable=SC1091 # written by stack.sh
. "$stack/stack.env"
set +a
setsid dotnet "$bench_dll" "$@" </dev/null &
running=$!
code=0
wait "$running" || code=$?
remove_stack
exit $code
