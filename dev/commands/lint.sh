#!/usr/bin/env bash
# Everything that can be checked without running the product. All checks run; the exit code is 1 when one of them failed.
set -euo pipefail
. dev/stack/messages.sh
failed=()

# check NAME COMMAND…: prints the output only when it fails.
check() {
  local name=$1 output
  shift
  if output=$("$@" 2>&1 </dev/null); then
    say "ok      $name"
  else
    say "FAILED  $name"
    printf '%s\n' "$output" | tail -n 60
    failed+=("$name")
  fi
}

skip() { say "skipped $1: $2"; }

# What callers of the main branch rely on. Nothing to compare when main has no protos, or has exactly these.
check_breaking() {
  local base
  for base in "${ESCHOOL_BREAKING_BASE:-}" origin/main main; do
    if ! git cat-file -e "$base:buf.yaml" 2>/dev/null || ! git cat-file -e "$base:protos" 2>/dev/null; then continue; fi
    # Where this branch left it: what main has gained since is not taken away here.
    base=$(git merge-base HEAD "$base")
    if git diff --quiet "$base" -- protos buf.yaml 2>/dev/null; then continue; fi
    check "buf breaking against ${base:0:12}" dev/node_modules/.bin/buf breaking --against ".git#ref=$base"
    return
  done
  skip "buf breaking" "the protos are those of main"
}

check_compose() {
  if docker compose version >/dev/null 2>&1; then
    check "docker-compose.yml" docker compose config -q
  elif command -v docker-compose >/dev/null; then
    check "docker-compose.yml" docker-compose config -q
  else
    skip "docker-compose.yml" "docker-compose is not here"
  fi
}

check_scripts() {
  local scripts=(eschool .ci/run dev/stack/*.sh dev/commands/*.sh dev/docker/*.sh)
  if command -v shellcheck >/dev/null; then
    check "shell scripts" shellcheck -x "${scripts[@]}"
  else
    skip "shell scripts" "shellcheck is not here"
  fi
}

check_javascript() {
  git ls-files -z 'dev/*.js' 'dev/*.mjs' 'bench/*.mjs' | xargs -0 -r -n 1 -P 4 node --check
}

bash dev/stack/install.sh lint
shopt -s nullglob
check "dotnet tools" dotnet tool restore
check "dotnet restore" dotnet restore ESchool.sln
check "C# formatting" dotnet csharpier check .
check "buf lint" dev/node_modules/.bin/buf lint
check_breaking
check_compose
check_scripts
check "JavaScript" check_javascript
check "docs/third-party.md" node dev/commands/third-party.mjs --check
((${#failed[@]} == 0)) || give_up "lint found something in: $(printf '%s; ' "${failed[@]}")"
say "lint found nothing"
