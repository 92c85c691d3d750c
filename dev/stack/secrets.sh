# shellcheck shell=bash disable=SC2154 # $dir comes from the script that reads this file
# Random secrets of one stack, made at its first start and kept in $dir/secrets.env, readable by its owner only.

random_word() { openssl rand -hex "$1"; }

# A certificate for this machine, by nobody but itself: browsers speak HTTP/2 over TLS only, and over HTTP/1.1 six streams are all they open.
# Made anew in its last month.
make_certificate() {
  ! openssl x509 -in "$dir/keys/https.pem" -noout -checkend 2592000 >/dev/null 2>&1 || return 0
  (
    umask 077
    openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 397 -subj /CN=localhost \
      -addext subjectAltName=DNS:localhost,IP:127.0.0.1 -addext extendedKeyUsage=serverAuth \
      -keyout "$dir/keys/https.key.new" -out "$dir/keys/https.pem.new" 2>/dev/null
    mv "$dir/keys/https.key.new" "$dir/keys/https.key"
    mv "$dir/keys/https.pem.new" "$dir/keys/https.pem"
  )
}

load_secrets() {
  mkdir -p "$dir/keys"
  chmod 700 "$dir/keys"
  if [[ ! -f $dir/secrets.env ]]; then
    (
      umask 077
      cat >"$dir/secrets.env.new" <<SECRETS
postgres_password='$(random_word 20)'
owner_password='$(random_word 20)'
app_password='$(random_word 20)'
s3_access_key='$(random_word 10)'
s3_secret_key='$(random_word 20)'
stripe_webhook_secret='whsec_$(random_word 20)'
master_key='$(openssl rand -base64 32)'
admin_password='$(random_word 12)'
SECRETS
      mv "$dir/secrets.env.new" "$dir/secrets.env"
    )
  fi
  # A secret that came later than the file: the app is set up with it, so that the administrator can sign in at once.
  grep -q '^admin_totp_secret=' "$dir/secrets.env" ||
    printf "admin_totp_secret='%s'\n" "$(openssl rand 20 | base32)" >>"$dir/secrets.env"
  # shellcheck disable=SC1091 # written just above
  . "$dir/secrets.env"
  make_certificate
  if [[ ! -f $dir/keys/es256.pem ]]; then
    (
      umask 077
      openssl ecparam -name prime256v1 -genkey -noout | openssl pkcs8 -topk8 -nocrypt -out "$dir/keys/es256.new"
      mv "$dir/keys/es256.new" "$dir/keys/es256.pem"
    )
  fi
}
