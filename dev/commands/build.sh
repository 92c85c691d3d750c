# shellcheck shell=bash
# Builds the solution once, quietly. Two runs at a time would write the same files, so they queue.

build_release() {
  local log=.local/logs/build.log
  mkdir -p .local/logs
  say "restoring packages"
  # -o: the compiler server outlives the build and must not inherit the lock.
  flock -o .local/build.lock dotnet restore ESchool.sln -v quiet >"$log" 2>&1 </dev/null || fail_build "$log"
  say "building"
  flock -o .local/build.lock dotnet build ESchool.sln -c Release --no-restore -v minimal -tl:off 2>&1 </dev/null | tee -a "$log" | show_projects || fail_build "$log"
}

fail_build() {
  grep -E ': error|error :' "$1" | sort -u | head -n 20 >&2 || tail -n 20 "$1" >&2
  give_up "the build failed; its whole output: $1"
}

# The compiler's line for each project that is done, so that a first build of minutes shows that it moves.
show_projects() {
  local line
  while IFS= read -r line; do
    [[ ! $line =~ ^[[:space:]]*([A-Za-z.]+)' -> ' ]] || say "built ${BASH_REMATCH[1]}"
  done
}

# Generates the TypeScript client from the protos and compiles it.
build_client() {
  local log=.local/logs/client.log
  say "building the TypeScript client"
  flock -o .local/build.lock npm run build --prefix clients/typescript >"$log" 2>&1 </dev/null || { tail -n 20 "$log" >&2 && give_up "the TypeScript client does not compile; its whole output: $log"; }
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
