#!/bin/sh
# Makes the secrets of a new installation, once, for the application's user only. usage: make-secrets.sh FOLDER OWNER
set -eu
umask 077
cd "$1"
[ -f es256.pem ] || {
  openssl ecparam -name prime256v1 -genkey -noout | openssl pkcs8 -topk8 -nocrypt -out es256.new
  mv es256.new es256.pem
}
[ -f master.key ] || { openssl rand -base64 32 >master.new && mv master.new master.key; }
[ -f admin-password ] || { openssl rand -hex 12 >admin.new && mv admin.new admin-password; }
[ -f https.pem ] || {
  openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 397 -subj /CN=localhost \
    -addext subjectAltName=DNS:localhost,IP:127.0.0.1 -addext extendedKeyUsage=serverAuth -keyout https.key -out https.new 2>/dev/null
  mv https.new https.pem
}
chown -R "$2" .
