#!/usr/bin/env bash
# Runs every test on a stack of its own, which is deleted afterwards. usage: test.sh [FILTER]
# The last line is the count of what really ran.
set -euo pipefail
. dev/stack/messages.sh
. dev/commands/build.sh
filter=${1:-}
stack=$PWD/.local/test-$$
results=$PWD/.local/test-results
time_limit=${ESCHOOL_TEST_TIME_LIMIT:-1800} # seconds for one project: a hanging test must not hang the run
running=
broken=0

remove_stack() {
  trap - EXIT INT TERM
  [[ -z $running ]] || kill "$running" 2>/dev/null || true
  [[ ! -d $stack ]] || bash dev/stack/stack.sh down --dir "$stack" --delete >/dev/null || true
}
trap remove_stack EXIT
trap 'remove_stack; exit 130' INT
trap 'remove_stack; exit 143' TERM

# In the background, because bash would only look at Ctrl-C after the command has ended.
run_with_limit() {
  local log=$1 code=0
  shift
  timeout -k 30 "$time_limit" "$@" >"$log" 2>&1 </dev/null &
  running=$!
  wait "$running" || code=$?
  running=
  return $code
}

# A run that ended badly without a failed test to show for it: a crash, a hang, a project that did not load.
report_broken_run() {
  local name=$1 code=$2 log=$3
  complain "$name broke off (exit code $code)"
  tail -n 20 "$log" | sed 's/^/    /' >&2
  broken=1
}

run_project() {
  local project=$1 name code=0
  name=$(basename "$project" .csproj)
  local trx="$results/$name.trx" command
  # Not `dotnet test`: from SDK 10 on it refuses xunit v3 projects unless each is told which of two test platforms is meant.
  command=(dotnet vstest "artifacts/bin/$name/release/$name.dll" "--ResultsDirectory:$results" "--logger:trx;LogFileName=$name.trx")
  [[ -z $filter ]] || command+=("--TestCaseFilter:$filter")
  run_with_limit "$results/$name.log" "${command[@]}" || code=$?
  [[ ! -f $trx ]] || say "$name: $(node dev/commands/test-results.mjs count "$trx")"
  # With a filter nothing may match; without one, a project in which no test was found did not load.
  ((code == 0)) && { [[ -n $filter ]] || node dev/commands/test-results.mjs has-tests "$trx"; } && return
  node dev/commands/test-results.mjs has-failures "$trx" || report_broken_run "$name" "$code" "$results/$name.log"
}

# run_node_tests NAME FOLDER: the tests of what is written for Node.js or browsers.
run_node_tests() {
  local name=$1 code=0
  local log="$results/$name.log" tap="$results/$name.tap"
  [[ -z $filter ]] || return 0
  # Files, not the folder: Node.js 22 and later take no folder.
  mapfile -t files < <(find "$2" -name '*.test.js' | sort)
  run_with_limit "$log" node --test --test-reporter=tap --test-reporter-destination="$tap" \
    --test-reporter=spec --test-reporter-destination=stdout "${files[@]}" || code=$?
  [[ ! -f $tap ]] || say "$name: $(node dev/commands/test-results.mjs count "$tap")"
  ((code == 0)) || node dev/commands/test-results.mjs has-failures "$tap" || report_broken_run "$name" "$code" "$log"
}

run_everything() {
  local project
  for project in tests/*.Tests/*.csproj; do run_project "$project"; done
  # What stands in for Stripe and Google is tested too: the tests of payments and sign-in are worth what it is worth.
  run_node_tests stripe-emulator dev/stripe-emulator/tests
  run_node_tests openid-provider dev/openid-provider/tests
  run_node_tests typescript-client clients/typescript/dist/tests
}

bash dev/stack/install.sh test
rm -rf "$results"
mkdir -p "$results"
bash dev/stack/stack.sh up --dir "$stack" --throwaway
build_release
build_client
set -a
# shellcheck disable=SC1091 # written by stack.sh
. "$stack/stack.env"
set +a
shopt -s nullglob
run_everything
cp -r "$stack/logs" "$results/stack-logs"
remove_stack

code=0
((broken == 0)) || { complain "a test run broke off, see above; everything is in $results" && code=1; }
shopt -s nullglob
node dev/commands/test-results.mjs summary ${filter:+--none-is-fine} "$results"/*.trx "$results"/*.tap || code=1
exit $code
