# shellcheck shell=bash disable=SC2154 # $dir, $port, $throwaway and the secrets come from stack.sh
# Which services run here and which the user brings, and $dir/stack.env: all that the application must be told, under the names
# of its .NET configuration keys.

readonly user_settings=(
  ConnectionStrings__School ConnectionStrings__Owner ConnectionStrings__Redis
  S3__ServiceUrl S3__AccessKey S3__SecretKey S3__Region S3__ForcePathStyle
  Smtp__Host Smtp__Port Smtp__UseTls Smtp__User Smtp__Password
  Stripe__SecretKey Stripe__ApiBase Stripe__WebhookSecret STRIPE_SECRET_KEY STRIPE_WEBHOOK_SECRET
  Google__Issuer Google__ClientId Google__ClientSecret Google__RedirectUris__0
  Security__MasterKey Identity__SigningKeyPath
)

# They open nothing but the provider on loopback, which asks nobody for a password either.
readonly google_client_id=eschool.apps.openid.test google_client_secret=eschool-google-secret
readonly google_redirect_uri=http://127.0.0.1:3000/google/callback

# A shell that has read some stack.env carries that stack's addresses; taken for the user's own, they would point this stack
# at the other one's database. And tests empty what they are given, so they are never given the user's services.
forget_settings_of_other_stacks() {
  local name
  if $throwaway; then
    unset "${user_settings[@]}"
  elif [[ -f ${ESCHOOL_STACK_DIR:-}/stack.env ]]; then
    for name in "${user_settings[@]}"; do
      ! grep -qxF "$(setting_line "$name" "${!name:-}")" "$ESCHOOL_STACK_DIR/stack.env" || unset "$name"
    done
  fi
}

# setting_line NAME VALUE: quoted for any POSIX shell.
setting_line() { printf "export %s='%s'\n" "$1" "${2//\'/\'\\\'\'}"; }

# setting NAME DEFAULT: the user's value wins.
setting() { setting_line "$1" "${!1:-$2}"; }

choose_services() {
  : "${Stripe__SecretKey:=${STRIPE_SECRET_KEY:-}}" "${Stripe__WebhookSecret:=${STRIPE_WEBHOOK_SECRET:-}}"
  services=()
  [[ -n ${ConnectionStrings__School:-} ]] || services+=(postgres)
  [[ -n ${ConnectionStrings__Redis:-} ]] || services+=(redis)
  [[ -n ${S3__ServiceUrl:-}${S3__AccessKey:-} ]] || services+=(s3)
  [[ -n ${Smtp__Host:-} ]] || services+=(mail)
  [[ -n ${Stripe__SecretKey:-} ]] || services+=(stripe)
  [[ -n ${Google__ClientId:-} ]] || services+=(openid)
}

is_local() { [[ " ${services[*]} " == *" $1 "* ]]; }

# local_port SERVICE NAME PROCESS: a port for a service that runs here, none for one that the user brings.
local_port() {
  if is_local "$1"; then ensure_port "$2" "$3"; else unset "port[$2]"; fi
}

choose_ports() {
  load_ports
  local_port postgres postgres postgres
  local_port redis redis redis
  local_port s3 s3 s3
  local_port s3 s3_monitor s3-monitor
  local_port mail smtp mail
  local_port mail mail mail
  local_port stripe stripe stripe
  local_port openid openid openid
  if $with_app; then
    ensure_port grpc api
    ensure_port web api
    ensure_port secure api
    ensure_port workers workers
  fi
  save_ports
}

postgres_settings() {
  local database="Host=127.0.0.1;Port=${port[postgres]:-};Database=eschool"
  if is_local postgres; then
    setting_line ConnectionStrings__School "$database;Username=eschool_app;Password=$app_password"
    setting_line ConnectionStrings__Owner "$database;Username=eschool_owner;Password=$owner_password"
  else
    setting_line ConnectionStrings__School "$ConnectionStrings__School"
    setting ConnectionStrings__Owner "$ConnectionStrings__School"
  fi
}

s3_settings() {
  if is_local s3; then
    setting_line S3__ServiceUrl "http://127.0.0.1:${port[s3]}"
    setting_line S3__AccessKey "$s3_access_key"
    setting_line S3__SecretKey "$s3_secret_key"
  else
    setting S3__ServiceUrl ''
    setting S3__AccessKey ''
    setting S3__SecretKey ''
  fi
  setting S3__Region us-east-1
  setting S3__ForcePathStyle true
}

smtp_settings() {
  setting Smtp__Host 127.0.0.1
  if is_local mail; then
    setting_line Smtp__Port "${port[smtp]}"
    setting_line Smtp__UseTls false
    setting_line ESCHOOL_MAIL_URL "http://127.0.0.1:${port[mail]}"
  else
    setting Smtp__Port 587
    setting Smtp__UseTls true
    [[ -z ${Smtp__User:-} ]] || setting_line Smtp__User "$Smtp__User"
    [[ -z ${Smtp__Password:-} ]] || setting_line Smtp__Password "$Smtp__Password"
  fi
}

stripe_settings() {
  if is_local stripe; then
    setting_line Stripe__SecretKey sk_test_eschool
    setting_line Stripe__ApiBase "http://127.0.0.1:${port[stripe]}"
    setting_line Stripe__WebhookSecret "$stripe_webhook_secret"
    setting_line ESCHOOL_STRIPE_URL "http://127.0.0.1:${port[stripe]}"
  else
    setting Stripe__SecretKey ''
    setting Stripe__ApiBase https://api.stripe.com
    setting Stripe__WebhookSecret "$stripe_webhook_secret"
  fi
}

google_settings() {
  if is_local openid; then
    setting_line Google__Issuer "http://127.0.0.1:${port[openid]}"
    setting_line Google__ClientId "$google_client_id"
    setting_line Google__ClientSecret "$google_client_secret"
    setting_line Google__RedirectUris__0 "$google_redirect_uri"
    setting_line ESCHOOL_OPENID_URL "http://127.0.0.1:${port[openid]}"
  else
    setting_line Google__ClientId "$Google__ClientId"
    setting Google__Issuer https://accounts.google.com
    setting Google__ClientSecret ''
    setting Google__RedirectUris__0 "$google_redirect_uri"
  fi
}

admin_settings() {
  setting_line ESCHOOL_ADMIN_EMAIL admin@eschool.test
  setting_line ESCHOOL_ADMIN_PASSWORD "$admin_password"
  setting_line ESCHOOL_ADMIN_TOTP_SECRET "$admin_totp_secret"
}

app_settings() {
  setting_line ESCHOOL_GRPC_URL "http://127.0.0.1:${port[grpc]}"
  setting_line ESCHOOL_WEB_URL "http://127.0.0.1:${port[web]}"
  setting_line ESCHOOL_SECURE_URL "https://localhost:${port[secure]}"
  setting_line ESCHOOL_WORKERS_URL "http://127.0.0.1:${port[workers]}"
  # A frontend under development, however its browser spells this machine; Public__WebUrl's own origin is always let in.
  setting Calls__AllowedOrigins__0 http://localhost:3000
  setting S3__AllowedOrigins__0 http://localhost:3000
  setting_line Public__ApiUrl "http://127.0.0.1:${port[web]}"
  setting_line Public__WorkersUrl "http://127.0.0.1:${port[workers]}"
}

write_environment() {
  (
    umask 077
    {
      setting_line ESCHOOL_STACK_DIR "$dir"
      postgres_settings
      setting ConnectionStrings__Redis "127.0.0.1:${port[redis]:-}"
      s3_settings
      smtp_settings
      stripe_settings
      google_settings
      setting Security__MasterKey "$master_key"
      setting Identity__SigningKeyPath "$dir/keys/es256.pem"
      [[ -z ${port[web]:-} ]] || { app_settings && admin_settings; }
    } >"$dir/stack.env.new"
    [[ -z ${port[web]:-} ]] || admin_settings >"$dir/admin.env"
    mv "$dir/stack.env.new" "$dir/stack.env"
  )
}
