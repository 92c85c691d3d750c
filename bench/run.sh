#!/usr/bin/env bash
# Runs the named measurements, or lists them. Each bench is a folder here with a run.sh of its own.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"
shopt -s nullglob
benches=(*/run.sh)
benches=("${benches[@]%/run.sh}")

if (($# == 0)); then
  printf 'benches: %s\n' "${benches[*]:-none yet}"
  exit 0
fi
for name; do
  [[ -f $name/run.sh ]] || { printf 'no bench is called %s; there are: %s\n' "$name" "${benches[*]:-none yet}" >&2 && exit 2; }
done
for name; do bash "$name/run.sh"; done
