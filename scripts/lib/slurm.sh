# A real Slurm of one node on loopback, for tests and measurements; sourced after common.sh, not run. Needs root.
# All that it writes lies in one folder, and every process of it is known by SLURM_CONF in its environment.

slurm=  # its folder, once there is one

# wait_for SECONDS COMMAND...: until it succeeds.
wait_for() {
  local end=$((SECONDS + $1)); shift
  until "$@" >/dev/null 2>&1; do
    [ $SECONDS -lt $end ] || return 1
    sleep 0.1
  done
}

# slurm_processes [NAME[=VALUE]...]: ids of this Slurm's processes, daemons, job steps, jobs and what talks to it, that have
# all these variables in their environment.
slurm_processes() {
  local entry variable
  for entry in /proc/[0-9]*; do
    for variable in "SLURM_CONF=$SLURM_CONF" "$@"; do
      grep -qz "^$variable" "$entry/environ" 2>/dev/null || continue 2
    done
    echo "${entry#/proc/}"
  done
}

free_ports() {
  python3 -c 'import socket
sockets = [socket.create_server(("127.0.0.1", 0)) for _ in range(2)]
print(*(s.getsockname()[1] for s in sockets))'
}

has_node() { sinfo --noheader --format=%T | grep -qxE 'idle|mixed|allocated'; }

start_slurmd() {
  slurmd -D -f "$SLURM_CONF" >> "$slurm/slurmd.log" 2>&1 & disown
  wait_for 30 has_node || fail "slurmd does not come up: $(tail -n 3 "$slurm/slurmd.log" "$slurm/slurmctld.log")"
}

# start_slurm FOLDER SLOTS: a cluster of one node in FOLDER, which must be new; sets SLURM_CONF.
start_slurm() {
  local host ports
  export SLURM_CONF=$1/slurm.conf
  slurm=$1
  host=$(hostname -s)
  read -r -a ports <<<"$(free_ports)"
  mkdir -p "$slurm"/{munge,state,spool}
  chmod 755 "$slurm" "$slurm/munge"  # munged insists
  (umask 077; head -c 1024 /dev/urandom > "$slurm/munge/key")
  cat > "$SLURM_CONF" <<CONF
ClusterName=loopback
SlurmctldHost=$host(127.0.0.1)
SlurmctldPort=${ports[0]}
SlurmdPort=${ports[1]}
SlurmUser=root
AuthType=auth/munge
AuthInfo=socket=$slurm/munge/socket
CredType=cred/munge
StateSaveLocation=$slurm/state
SlurmdSpoolDir=$slurm/spool
SlurmctldPidFile=$slurm/slurmctld.pid
SlurmdPidFile=$slurm/slurmd.pid
ProctrackType=proctrack/linuxproc
TaskPlugin=task/none
SelectType=select/cons_tres
SelectTypeParameters=CR_CPU
MpiDefault=none
ReturnToService=2
SlurmdTimeout=5
KillWait=2
SchedulerParameters=batch_sched_delay=0,sched_min_interval=0
MinJobAge=3600
NodeName=$host NodeAddr=127.0.0.1 CPUs=$2 State=UNKNOWN
PartitionName=all Nodes=$host Default=YES MaxTime=INFINITE State=UP
CONF
  munged --foreground --force --num-threads=4 --key-file="$slurm/munge/key" --socket="$slurm/munge/socket" \
    --pid-file="$slurm/munge/pid" --seed-file="$slurm/munge/seed" > "$slurm/munge/log" 2>&1 & disown
  wait_for 10 test -S "$slurm/munge/socket" || fail "munged does not start: $(tail -n 3 "$slurm/munge/log")"
  slurmctld -D -f "$SLURM_CONF" > "$slurm/slurmctld.log" 2>&1 & disown
  start_slurmd
}

# kill_node: slurmd with its job steps and jobs at once, as a machine that loses power takes them all along.
kill_node() {
  local ids
  ids=$(slurm_processes SLURM_JOB_ID=; slurm_processes | while read -r id; do
    case $(cat "/proc/$id/comm" 2>/dev/null) in slurmd|slurmstepd) echo "$id" ;; esac
  done)
  kill -KILL $ids 2>/dev/null || true
}

# stop_slurm: ends every process of it, whatever state it is in.
stop_slurm() {
  local signal ids
  [ -n "$slurm" ] || return 0
  for signal in TERM KILL KILL; do
    ids=$(slurm_processes)
    [ -n "$ids" ] || break
    kill -"$signal" $ids 2>/dev/null || true
    for _ in {1..30}; do
      kill -0 $ids 2>/dev/null || break
      sleep 0.1
    done
  done
  wait 2>/dev/null || true
}
