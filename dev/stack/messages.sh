# shellcheck shell=bash
# What the scripts say to the person who runs them.

# Whole seconds since this script began, so that a slow step shows.
elapsed() { printf '%3ds' "$SECONDS"; }

say() { printf '[%s] %s\n' "$(elapsed)" "$*"; }

complain() { printf '[%s] error: %s\n' "$(elapsed)" "$*" >&2; }

give_up() {
  complain "$@"
  exit 1
}
