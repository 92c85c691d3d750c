#!/usr/bin/env bash
# Sees to it that everything the development stack calls is there. As root on a Debian-like system it installs what is missing;
# otherwise it names it. What is there already is never touched, nor any system service.
# usage: install.sh [stack|test|lint|bench]   test: the stack and the TypeScript client's packages; lint: only what ./eschool lint calls, and there it
# may do without a tool; bench: the stack and what measures it
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
dev=$(dirname "$here")
# shellcheck source=dev/stack/messages.sh
. "$here/messages.sh"

purpose=${1:-stack}

# One line a package: the package, then the commands (or files) it brings.
packages='postgresql /usr/lib/postgresql/*/bin/initdb
redis-server redis-server redis-cli
ffmpeg ffmpeg ffprobe
radosgw radosgw radosgw-admin
ceph-mon ceph-mon monmaptool
ceph-osd ceph-osd
ceph-common ceph
espeak-ng espeak-ng
libicu72 /usr/lib/*/libicuuc.so.*
fonts-dejavu-core /usr/share/fonts/truetype/dejavu/DejaVuSans.ttf
openssl openssl
curl curl
util-linux setpriv setsid flock prlimit unshare
procps ps'
if [[ $purpose == lint ]]; then
  packages='shellcheck shellcheck'
  docker compose version >/dev/null 2>&1 || packages+='
docker-compose docker-compose'
fi
[[ $purpose != bench ]] || packages+='
wrk wrk'

is_there() { if [[ $1 == /* ]]; then compgen -G "$1" >/dev/null; else command -v "$1" >/dev/null; fi; }

missing_packages() {
  local package commands one
  while read -r package commands; do
    set -f # a pattern is for is_there to expand
    for one in $commands; do is_there "$one" || { printf '%s\n' "$package" && break; }; done
    set +f
  done <<<"$packages"
}

install_packages() {
  mapfile -t missing < <(missing_packages)
  ((${#missing[@]})) || return 0
  if [[ $purpose == lint ]] && ! { ((EUID == 0)) && command -v apt-get >/dev/null; }; then
    say "missing here: ${missing[*]}; what they check is skipped"
    return
  fi
  local line="apt-get install --no-install-recommends ${missing[*]}"
  command -v apt-get >/dev/null || give_up "missing here: ${missing[*]} (named as in Debian); or use ./eschool up --docker"
  ((EUID == 0)) || give_up "missing here: ${missing[*]}; as root run: $line"
  say "installing ${missing[*]}"
  log=$(mktemp)
  {
    apt-get -o DPkg::Lock::Timeout=600 update &&
      DEBIAN_FRONTEND=noninteractive apt-get -o DPkg::Lock::Timeout=600 install -y --no-install-recommends "${missing[@]}"
  } >"$log" 2>&1 </dev/null || { tail -n 20 "$log" >&2 && give_up "apt-get failed; its whole output: $log"; }
  rm -f "$log"
  mapfile -t missing < <(missing_packages)
  ((${#missing[@]} == 0)) || give_up "still missing after the installation: ${missing[*]}"
}

check_dotnet() {
  local version
  command -v dotnet >/dev/null || give_up "missing here: the .NET SDK 10 (https://dotnet.microsoft.com/download)"
  version=$(cd "$dev/.." && dotnet --version 2>&1) || give_up "no .NET SDK that global.json accepts: $version"
  [[ $version == 10.* ]] || give_up "the .NET SDK 10 is needed, but here is $version"
}

check_node() {
  command -v node >/dev/null || give_up "missing here: Node.js 20 or newer (https://nodejs.org)"
  command -v npm >/dev/null || give_up "missing here: npm"
  local version
  version=$(node --version)
  [[ $version =~ ^v([0-9]+) && ${BASH_REMATCH[1]} -ge 20 ]] ||
    give_up "Node.js 20 or newer is needed, but here is $version"
}

# dev/package.json names buf's platform packages, not the launcher above them: not every npm mirror has those of the other
# platforms, and npm ci insists on all that a lock file should hold.
link_buf() {
  local binary
  for binary in "$dev"/node_modules/@bufbuild/buf-*/bin/buf; do
    mkdir -p "$dev/node_modules/.bin"
    ln -sf "${binary/"$dev/node_modules"/..}" "$dev/node_modules/.bin/buf"
  done
}

# npm writes node_modules/.package-lock.json at the end of an installation: older than our lock file means outdated, and its
# absence means broken off. No install scripts: the tools come as plain files.
install_node_modules() {
  local folder=$1
  local stamp="$folder/node_modules/.package-lock.json"
  exec 8>"$folder/.npm-lock"
  flock -w 600 8 || give_up "another run holds $folder/.npm-lock"
  if [[ ! -f $stamp || $stamp -ot $folder/package-lock.json ]]; then
    say "installing the packages of $folder/package.json"
    npm ci --prefix "$folder" --ignore-scripts --prefer-offline --no-audit --no-fund --loglevel=error 8>&- || give_up "npm ci failed"
  fi
  exec 8>&-
}

install_packages
check_dotnet
check_node
install_node_modules "$dev"
link_buf
[[ $purpose != test ]] || install_node_modules "$dev/../clients/typescript"
[[ $purpose != bench ]] || install_node_modules "$dev/../bench/peers"
