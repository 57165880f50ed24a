# Runs COMMAND for as long as somebody holds the other end of this shell's stdin, and no longer.
#
#   sh guard.sh PID_FILE GRACE_SECONDS COMMAND...
#
# A server that watched its own stdin would not end while it is stopped (SIGSTOP); this shell does the watching for it.
# When the pipe ends the child gets TERM, and KILL after the grace time. Exits with the child's status.
# The terminal's Ctrl-C and hang-up are the parent's to act upon: it decides in which order its children end.
trap '' INT HUP
umask 077 # what a server writes is nobody else's to read
pid_file=$1
grace=$2
shift 2

exec 3<&0 </dev/null
DISTRIBUTARY_GUARD=$0
DISTRIBUTARY_PID_FILE=$pid_file
export DISTRIBUTARY_GUARD DISTRIBUTARY_PID_FILE

"$@" 3<&- &
child=$!
trap 'kill -TERM "$child" 2>/dev/null' TERM
echo "$child" >"$pid_file.new" && mv "$pid_file.new" "$pid_file"

(
  trap - TERM
  while read -r ignored <&3; do :; done
  kill -TERM "$child" 2>/dev/null
  waited=0
  while [ "$waited" -lt "$grace" ] && kill -0 "$child" 2>/dev/null; do
    sleep 1
    waited=$((waited + 1))
  done
  kill -KILL "$child" 2>/dev/null
) &
watcher=$!
exec 3<&-

wait "$child"
status=$?
# A TERM to this shell interrupts the wait, not the child.
while kill -0 "$child" 2>/dev/null; do
  wait "$child"
  status=$?
done
kill -KILL "$watcher" 2>/dev/null
rm -f "$pid_file"
exit "$status"
