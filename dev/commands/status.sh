#!/usr/bin/env bash
set -euo pipefail
exec bash dev/stack/stack.sh status --dir .local
