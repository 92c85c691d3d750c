# shellcheck shell=bash disable=SC2154 # $dir comes from the script that reads this file
# Which loopback port each service of a stack has: chosen once, kept in $dir/ports.env, so that addresses in a browser or a
# test script stay good; moved only when somebody else has taken the port meanwhile.

declare -A port=()

# Below 32768, where Linux takes the ports of outgoing connections: none of those can sit on ours.
readonly first_port=20000 last_port=31999

is_taken() { (exec 3<>"/dev/tcp/127.0.0.1/$1") 2>/dev/null; }

load_ports() {
  local name number
  [[ -f $dir/ports.env ]] || return 0
  while IFS='=' read -r name number; do port[$name]=$number; done <"$dir/ports.env"
}

# ensure_port NAME PROCESS: the remembered port, when it is free or PROCESS of this stack is what holds it.
ensure_port() {
  local name=$1 process=$2 candidate
  if [[ -n ${port[$name]:-} ]]; then
    is_running "$process" && return 0
    is_taken "${port[$name]}" || return 0
    say "port ${port[$name]} of $name has been taken by another program: choosing another"
  fi
  while :; do
    candidate=$((first_port + RANDOM % (last_port - first_port + 1)))
    [[ " ${port[*]} " != *" $candidate "* ]] && ! is_taken "$candidate" && break
  done
  port[$name]=$candidate
}

save_ports() {
  local name
  for name in "${!port[@]}"; do printf '%s=%s\n' "$name" "${port[$name]}"; done | sort >"$dir/ports.env"
}
