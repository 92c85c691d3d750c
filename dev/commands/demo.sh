#!/usr/bin/env bash
# Brings everything up and walks through every feature with a real client.
set -euo pipefail
. dev/stack/messages.sh
# A payout waits out the refund window, which nobody watching a demo would.
bash dev/commands/up.sh Ledger__HoldSeconds=5 || give_up "the demo could not start, see above"
set -a
# shellcheck disable=SC1091 # written by stack.sh
. .local/stack.env
set +a
code=0
dotnet artifacts/bin/ESchool.Demo/release/ESchool.Demo.dll "$@" || code=$?
((code == 0)) || complain "the demo failed (exit code $code); the application's logs are in .local/logs"
exit $code
