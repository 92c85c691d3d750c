#!/usr/bin/env bash
# Everything on this machine, from nothing to an application that answers. usage: up.sh [--docker | NAME=VALUE …]
set -euo pipefail
[[ ${1:-} != --docker ]] || exec bash dev/commands/docker.sh up
for part in messages processes ports; do
  # shellcheck disable=SC1090
  . "dev/stack/$part.sh"
done
. dev/commands/build.sh
. dev/commands/application.sh
dir=$PWD/.local
for argument; do
  [[ $argument =~ ^[A-Za-z_][A-Za-z0-9_]*= ]] || give_up "not of the form NAME=VALUE: $argument"
done

print_addresses() {
  say "ready"
  cat <<ADDRESSES

  gRPC (h2c)             $ESCHOOL_GRPC_URL
  gRPC-Web and JSON      $ESCHOOL_WEB_URL
  OpenAPI                $ESCHOOL_WEB_URL/openapi/v1.json
  all of it over HTTP/2  $ESCHOOL_SECURE_URL (its own certificate: .local/keys/https.pem)
  workers and dashboard  $ESCHOOL_WORKERS_URL
  mail                   ${ESCHOOL_MAIL_URL:-$Smtp__Host}
  Google sign-in         ${ESCHOOL_OPENID_URL:-$Google__Issuer}
  administrator          $ESCHOOL_ADMIN_EMAIL, password and authenticator secret in .local/admin.env

  every setting: .local/stack.env    logs: ./eschool logs    stop: ./eschool down
ADDRESSES
}

bash dev/stack/install.sh stack
bash dev/stack/stack.sh up --dir "$dir" --with-app
build_release
set -a
# shellcheck disable=SC1091 # written by stack.sh
. "$dir/stack.env"
set +a
exec 9>"$dir/lock"
flock -w 300 9 || give_up "another run is busy with $dir"
start_application "$@"
print_addresses
