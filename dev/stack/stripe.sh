# shellcheck shell=bash disable=SC2154 # $dir, $port, $dev and the secrets come from stack.sh
# The Stripe emulator: the same HTTP interface and the same signed webhooks, no money.

stripe_start() {
  local url="http://127.0.0.1:${port[stripe]}"
  mkdir -p "$dir/stripe"
  local command=(node "$dev/stripe-emulator/main.js" --port "${port[stripe]}" --public-url "$url"
    --data-file "$dir/stripe/state.json")
  # Without the application there is nobody to call: tests register an endpoint of their own.
  [[ -z ${port[web]:-} ]] || command+=(--api-key sk_test_eschool --webhook-secret "$stripe_webhook_secret"
    --webhook-url "http://127.0.0.1:${port[web]}/webhooks/stripe")
  start_process stripe "${command[@]}"
  wait_until stripe 30 answers "$url/_emulator/health"
  say "stripe    $url"
}

stripe_stop() { stop_process stripe; }
