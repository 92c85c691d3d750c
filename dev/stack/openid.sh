# shellcheck shell=bash disable=SC2154 # $dir, $port, $dev and the client's constants come from stack.sh
# The OpenID provider that stands in for Google: a certified one, with a sign-in page that takes everybody's word.

openid_start() {
  local issuer="http://127.0.0.1:${port[openid]}"
  start_process openid node "$dev/openid-provider/main.js" --issuer "$issuer" --port "${port[openid]}" \
    --client-id "$google_client_id" --client-secret "$google_client_secret" --redirect-uri "$google_redirect_uri"
  wait_until openid 30 answers "$issuer/_provider/health"
  say "openid    $issuer"
}

openid_stop() { stop_process openid; }
