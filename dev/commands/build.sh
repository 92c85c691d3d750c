# shellcheck shell=bash
# Builds the solution once, quietly. Two runs at a time would write the same files, so they queue.

build_release() {
  local log=.local/logs/build.log
  mkdir -p .local/logs
  say "building"
  # -o: the compiler server outlives the build and must not inherit the lock.
  flock -o .local/build.lock dotnet build ESchool.sln -c Release -v quiet >"$log" 2>&1 </dev/null && return
  grep -E ': error|error :' "$log" | sort -u | head -n 20 >&2 || tail -n 20 "$log" >&2
  give_up "the build failed; its whole output: $log"
}

# publish_release FOLDER: the programs as they are deployed, compiled ahead of time for this machine.
publish_release() {
  local folder=$1 log=.local/logs/publish.log program
  say "publishing"
  : >"$log"
  for program in Api Workers; do
    flock -o .local/build.lock dotnet publish "src/$program" -c Release --use-current-runtime --no-self-contained \
      -p:PublishReadyToRun=true -o "$folder/ESchool.$program/release" -v quiet >>"$log" 2>&1 </dev/null ||
      { tail -n 20 "$log" >&2 && give_up "publishing failed; its whole output: $log"; }
  done
}
