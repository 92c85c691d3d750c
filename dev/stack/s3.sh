# shellcheck shell=bash disable=SC2154 # $dir, $port and the secrets come from stack.sh
# A real S3 server: Ceph's object gateway over one monitor and one object store on a sparse file. It checks signatures,
# expiry, POST policies and private buckets as a production server does; the small S3 fakes do not.

s3_config() {
  cat <<CONF
[global]
fsid = $1
mon host = v1:127.0.0.1:${port[s3_monitor]}
public network = 127.0.0.0/8
ms bind ipv6 = false
# Everything is on loopback, and the S3 keys guard the door.
auth cluster required = none
auth service required = none
auth client required = none
# One copy of everything in few placement groups: there is only one store.
osd pool default size = 1
osd pool default min size = 1
osd pool default pg num = 4
osd pool default pg autoscale mode = off
osd crush chooseleaf type = 0
mon allow pool size one = true
mon max pg per osd = 1000
# A monitor alone need not gather votes for a second before each decision; the first start decides some thirty times.
paxos propose interval = 0.05
paxos min wait = 0.01
# Unix sockets have short paths and clones may be deep; nobody asks these daemons anything.
admin socket =
run dir = $s3
log to stderr = true
err to stderr = true
log to file = false
mon data avail warn = 5
mon data avail crit = 1
mon cluster log to file = false
mon cluster log to stderr = false
[mon.a]
mon data = $s3/monitor
[osd.0]
osd data = $s3/store
osd objectstore = bluestore
bluestore block create = true
bluestore block size = ${S3_STORE_BYTES:-21474836480}
osd memory target = 939524096
osd crush initial weight = 1
# How long it waits at its end for the monitor to take note.
osd mon shutdown timeout = 1
# With the map at hand, and --no-mon-config on its command line so that it uses the map, the store knows the cluster's id from
# the start. Otherwise it now and then sends its first command before it has learnt the id, and dies of the answer "wrong fsid".
monmap = $s3/monmap
[client.rgw.a]
monmap = $s3/monmap
rgw thread pool size = 64
rgw enable apis = s3
CONF
}

s3_ceph() {
  local seconds=$1 program=$2
  shift 2
  timeout "$seconds" "$program" -c "$s3/ceph.conf" "$@"
}

s3_start_monitor() { start_process s3-monitor ceph-mon -c "$s3/ceph.conf" -f -i a; }
s3_start_store() { start_process s3-store ceph-osd -c "$s3/ceph.conf" -f --no-mon-config -i 0; }
s3_start_gateway() {
  start_process s3 radosgw -c "$s3/ceph.conf" -f --no-mon-config -n client.rgw.a \
    --rgw-frontends="beast endpoint=${S3_BIND:-127.0.0.1}:${port[s3]}"
}

s3_monitor_map() {
  rm -f "$s3/monmap"
  logged s3-monitor monmaptool --create --fsid "$(<"$s3/fsid")" --addv a "[v1:127.0.0.1:${port[s3_monitor]}]" "$s3/monmap"
}

s3_first_start() {
  local store
  s3_stop
  rm -rf "$s3"
  mkdir -p "$s3/monitor" "$s3/store"
  cat /proc/sys/kernel/random/uuid >"$s3/fsid"
  s3_config "$(<"$s3/fsid")" >"$s3/ceph.conf"
  s3_monitor_map
  logged s3-monitor s3_ceph 60 ceph-mon --mkfs -i a --monmap "$s3/monmap"
  s3_start_monitor
  store=$(cat /proc/sys/kernel/random/uuid)
  s3_register_store "$store"
  logged s3-store s3_ceph 60 ceph-osd --mkfs -i 0 --osd-uuid "$store"
  s3_start_store
  s3_create_user
}

# Asked again after a failure, because this client too may send its question before it knows the cluster's id. The monitor
# answers the same question twice with the same number.
s3_register_store() {
  local attempt
  for attempt in 1 2 3 4 5; do
    ! s3_ceph 20 ceph osd new "$1" >>"$(log_of s3-monitor)" 2>&1 || return 0
  done
  fail_service s3-monitor "took no new store in $attempt attempts"
}

# It waits for the store, for ever if need be: so when it fails, the store may be to blame.
s3_create_user() {
  s3_ceph 60 radosgw-admin --no-mon-config -n client.rgw.a user create --uid=eschool --display-name=eschool \
    --access-key="$s3_access_key" --secret-key="$s3_secret_key" >/dev/null 2>>"$(log_of s3)" && return 0
  is_running s3-store || fail_service s3-store "ended by itself"
  fail_service s3 "could not create its user"
}

# When a port has moved everything restarts on the new one. The monitor keeps its address in its database too: it is told there.
s3_later_start() {
  local config
  config=$(s3_config "$(<"$s3/fsid")")
  if [[ $config != "$(<"$s3/ceph.conf")" ]]; then
    s3_stop
    printf '%s\n' "$config" >"$s3/ceph.conf"
    s3_monitor_map
    logged s3-monitor s3_ceph 60 ceph-mon -i a --inject-monmap "$s3/monmap"
  fi
  s3_start_monitor
  s3_start_store
}

s3_start() {
  local s3="$dir/s3"
  # The mark is set last: whatever an interrupted first start left is made anew.
  if [[ -f $s3/is-initialised ]]; then s3_later_start; else s3_first_start; fi
  s3_start_gateway
  wait_until s3 90 answers "http://127.0.0.1:${port[s3]}/"
  touch "$s3/is-initialised"
  say "s3        http://127.0.0.1:${port[s3]}"
}

# In this order: a gateway whose store has gone waits two minutes for it.
# Its data about to be deleted, it need not put them in order for five seconds.
s3_stop() {
  local signal=TERM
  ! ${delete:-false} || signal=KILL
  stop_process s3 $signal
  stop_process s3-store $signal
  stop_process s3-monitor $signal
}
