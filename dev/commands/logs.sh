#!/usr/bin/env bash
# Follows one log, or all of them. usage: logs.sh [SERVICE]
set -euo pipefail
. dev/stack/messages.sh
shopt -s nullglob
logs=(.local/logs/"${1:-*}".log)
[[ $# -gt 0 ]] || logs=(.local/logs/*.log)
if [[ ! -f ${logs[0]:-} ]]; then
  known=(.local/logs/*.log)
  known=("${known[@]##*/}")
  give_up "no such log${1:+: $1}; there are: ${known[*]%.log}"
fi
exec tail -n 200 -F "${logs[@]}"
