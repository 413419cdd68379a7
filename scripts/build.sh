# Read by ./lamina when there is something to build; needs root, app and fresh of it. Leaves a new .lamina/app, or
# says on standard error why not and ends with status 1 (2 if something has to be installed first).

. "$root/scripts/needs.sh"

state=$root/.lamina
log=$state/build.log

# Runs maven; on a terminal, with a line that says how far it is.
build_jars() {
  mvn -B -f "$root/pom.xml" -Dlamina.quick -Dmaven.test.skip=true package -pl lamina-jit -am >"$log" 2>&1 </dev/null &
  local maven=$! start=$SECONDS
  if [ -t 2 ]; then
    while kill -0 "$maven" 2>/dev/null; do
      printf '\r\033[Klamina: building%s (%d s)' \
        "$(sed -n 's/^\[INFO\] Building Lamina :: \([^ ]*\) .*\(\[.*\]\)$/ \1 \2/p' "$log" | tail -n 1)" $((SECONDS - start)) >&2
      sleep 0.3
    done
    printf '\r\033[K' >&2
  fi
  wait "$maven"
}

# Puts what was built where it is run from. Each build has a directory of its own, so that a program that runs
# meanwhile keeps the jar it began with.
install_app() {
  local new jar native
  new=$state/app-$(date +%s)-$$
  mkdir "$new" || return
  jar=$(ls -t "$root"/lamina-jit/target/lamina-jit-*-all.jar | head -n 1) && cp "$jar" "$new/lamina.jar" || return
  native=$(java -XshowSettings:properties -version 2>&1 | sed -n 's/^ *os\.arch = //p' | sed 's/^amd64$/x86-64/')
  cp "$root/lamina-jit/target/native/com/sun/jna/linux-$native/libjnidispatch.so" "$new/" || return
  # C1 alone and the serial collector: most runs are short, and the time of long ones passes in the program's code.
  # -Xrs leaves SIGINT, SIGTERM and SIGHUP to the program, whose default is to end by them as other programs do.
  cat >"$new/java.options" <<END || return
-XX:TieredStopAtLevel=1
-XX:+UseSerialGC
-XX:-UsePerfData
-XX:SharedArchiveFile="$new/classes.jsa"
-XX:ErrorFile=/tmp/lamina-crash-%p.log
-XX:+DisplayVMOutputToStderr
-Xshare:auto
-Xrs
-Djna.nosys=true
-Djna.platform.library.path=/lib
-Djava.util.logging.config.class=java.lang.Object
-Djna.boot.library.path="$new"
-cp "$new/lamina.jar"
END
  # A run that loads what runs load, kept as an archive. Without it all works, only slower.
  local training=$new/training.options
  grep -v -e SharedArchiveFile "$new/java.options" >"$training"
  printf -- '-XX:ArchiveClassesAtExit="%s/classes.jsa"\n' "$new" >>"$training"
  java @"$training" dev.lamina.jit.cli.Main -jit-kind=orc-lazy "$root/examples/statistics.ll" </dev/null >>"$log" 2>&1 ||
    echo "lamina: warning: examples/statistics.ll does not run; see $log" >&2
  printf '%s\n' "$root" >"$new/built"
  touch -r "$state/begun" "$new/built" || return
  ln -sfn "$new" "$state/app.$$" && mv -T "$state/app.$$" "$app" || return
  # Earlier builds go, but for the last: what still runs may not have opened all it needs.
  local old
  for old in $(ls -dt "$state"/app-* | tail -n +3); do rm -rf "$old"; done
}

build() {
  need_for_building || return 2
  touch "$state/begun" # before anything is read: what changes from now on is newer
  if ! build_jars; then
    echo "lamina: error: the build failed; $log has all of it" >&2
    grep -m 20 '^\[ERROR\]' "$log" >&2
    return 1
  fi
  install_app || { echo "lamina: error: could not write to $state" >&2; return 1; }
}

# One builds; others wait for it and then find that there is nothing left to do.
mkdir -p "$state" && exec 9>"$state/lock" || { echo "lamina: error: could not write to $state" >&2; return 1; }
if ! flock -n 9; then
  [ -t 2 ] && echo "lamina: waiting for another build" >&2
  flock 9
fi
status=0
fresh || build || status=$?
exec 9>&-
return "$status"
