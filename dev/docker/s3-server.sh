#!/usr/bin/env bash
# Runs the S3 server in the foreground, on every address, until told to stop. usage: s3-server.sh STACK_SCRIPTS DATA
# Environment: S3_ACCESS_KEY, S3_SECRET_KEY, S3_PORT (9000).
# shellcheck disable=SC2034 # the parts read below use these variables
set -euo pipefail
scripts=$1
dir=$2
s3_access_key=${S3_ACCESS_KEY:?}
s3_secret_key=${S3_SECRET_KEY:?}
export S3_BIND=0.0.0.0
for part in messages processes ports s3; do
  # shellcheck disable=SC1090
  . "$scripts/$part.sh"
done
port=([s3]=${S3_PORT:-9000} [s3_monitor]=$((${S3_PORT:-9000} + 1)))

mkdir -p "$dir/run" "$dir/logs"
trap 's3_stop; exit 0' TERM INT
s3_start
while is_running s3 && is_running s3-store && is_running s3-monitor; do
  sleep 1 &
  wait $!
done
tail -n 50 "$dir"/logs/*.log >&2
give_up "one of the S3 server's processes ended by itself"
