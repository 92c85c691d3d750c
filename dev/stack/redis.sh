# shellcheck shell=bash disable=SC2154 # $dir and $port come from stack.sh
# Redis carries hints between replicas, never the only copy of anything: nothing is written to disk.

redis_start() {
  mkdir -p "$dir/redis"
  start_process redis redis-server --bind 127.0.0.1 --port "${port[redis]}" --dir "$dir/redis" --save '' --appendonly no
  wait_until redis 20 redis-cli -h 127.0.0.1 -p "${port[redis]}" ping
  say "redis     127.0.0.1:${port[redis]}"
}

redis_stop() { stop_process redis; }
