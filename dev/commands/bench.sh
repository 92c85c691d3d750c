#!/usr/bin/env bash
set -euo pipefail
exec bash bench/run.sh "$@"
