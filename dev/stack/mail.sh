# shellcheck shell=bash disable=SC2154 # $dir, $port and $dev come from stack.sh
# maildev takes every mail, delivers none, and shows them on a web page and as JSON under /api/email.

mail_start() {
  mkdir -p "$dir/mail"
  # STARTTLS is hidden because its certificate is self-signed, and a client that sees the offer would have to refuse it.
  start_process mail node "$dev/node_modules/maildev/dist/bin/maildev.js" \
    --ip 127.0.0.1 --smtp "${port[smtp]}" --web-ip 127.0.0.1 --web "${port[mail]}" \
    --mail-directory "$dir/mail" --max-emails 5000 --hide-extensions STARTTLS
  wait_until mail 30 answers "http://127.0.0.1:${port[mail]}/api/healthz"
  wait_until mail 10 is_taken "${port[smtp]}"
  say "mail      http://127.0.0.1:${port[mail]} (SMTP on ${port[smtp]})"
}

mail_stop() { stop_process mail; }
