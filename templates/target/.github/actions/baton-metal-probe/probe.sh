# Part of baton-metal-probe: runs the probe where it can run, and hands over one line of JSON.

unavailable() { printf '{"available":false,"reason":"%s"}' "$1"; }

# The first line of a text as the inside of a JSON string: printable ASCII without quotes and backslashes, at most 300 characters.
plain() { printf '%s' "$1" | head -n 1 | LC_ALL=C tr -cd '\040-\176' | tr -d '"\\' | cut -c 1-300; }

probe() {
  if [ "$(uname -s)" != Darwin ]; then
    unavailable "Metal needs macOS; this is $(plain "$(uname -s)")"
    return
  fi
  # Without the developer tools /usr/bin/swiftc is only a stub that asks to install them.
  if ! xcrun --find swiftc >/dev/null 2>&1; then
    unavailable 'swiftc is missing; install the Xcode command line tools'
    return
  fi
  local built printed
  built="$(mktemp -d "${RUNNER_TEMP:-/tmp}/metal-probe.XXXXXX")"
  if ! xcrun swiftc -O -o "$built/probe" "$GITHUB_ACTION_PATH/probe.swift" >"$built/log" 2>&1; then
    unavailable "the probe does not compile: $(plain "$(grep -m 1 'error' "$built/log")")"
  elif ! printed="$("$built/probe" 2>"$built/log")"; then
    unavailable "the probe broke off: $(plain "$(tail -n 1 "$built/log")")"
  else
    printf '%s' "$printed"
  fi
  rm -rf "$built"
}

found="$(probe)"
[ -n "$found" ] || found="$(unavailable 'the probe printed nothing')"
echo "$found"
{
  echo 'probe<<END_OF_PROBE'
  echo "$found"
  echo 'END_OF_PROBE'
} >>"$GITHUB_OUTPUT"
