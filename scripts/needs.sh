# Read by the scripts: what they need of the machine, and getting it. As root on Debian it is installed; elsewhere the
# packages are named.

# need_packages PACKAGE...: installs them, or names them and returns 2.
need_packages() {
  if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
    echo "lamina: installing $*" >&2
    {
      apt-get -q update &&
        DEBIAN_FRONTEND=noninteractive apt-get -q -y install --no-install-recommends "$@"
    } >&2 && return
  fi
  echo "lamina: error: needed and not installed: $*" >&2
  echo "lamina: on Debian or Ubuntu: sudo apt-get install $*" >&2
  return 2
}

# The version of Java in the path, as a number; 0 if there is none.
java_version() {
  local text
  text=$(javac -version 2>&1) || { echo 0; return; }
  text=${text#javac }
  echo "${text%%[!0-9]*}"
}

# need_for_building: a JDK of version 17 or later, and Maven.
need_for_building() {
  [ -n "${JAVA_HOME-}" ] && PATH=$JAVA_HOME/bin:$PATH
  local missing=()
  [ "$(java_version)" -ge 17 ] || missing+=("$(jdk_package)")
  command -v mvn >/dev/null || missing+=(maven)
  [ ${#missing[@]} = 0 ] || need_packages "${missing[@]}" || return
  [ "$(java_version)" -ge 17 ] && return
  echo "lamina: error: Java 17 or later is needed; javac in the path is $(java_version)" >&2
  return 2
}

# The JDK that this release of Debian has.
jdk_package() {
  if command -v apt-cache >/dev/null && [ -z "$(apt-cache policy openjdk-17-jdk-headless 2>/dev/null)" ]; then
    echo default-jdk-headless
  else
    echo openjdk-17-jdk-headless
  fi
}
