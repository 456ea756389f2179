# Read by the other scripts: finds Swift and the system's libraries, and installs what is missing.
# Not run by itself.

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)

say() { printf '%s\n' "atelier: $*" >&2; }
fail() { say "$*"; exit 2; }

# What each package is for, so that nobody has to install what they do not understand.
build_packages=(
  "libncurses-dev:the screen"
  "libcmark-gfm-dev:the pages' Markdown"
  "libcmark-gfm-extensions-dev:tables in pages"
  "libsqlite3-dev:conversations and runs"
  "zlib1g-dev:answers that servers send compressed"
  "ncurses-term:24-bit colours"
)
test_packages=("tmux:tests in a real terminal" "sqlite3:tests with another program on the database")

is_installed() { [ "$(dpkg-query -W -f='${Status}' "$1" 2>/dev/null)" = "install ok installed" ]; }

# ensure_packages NAME:REASON...
ensure_packages() {
  local missing=() names=() entry
  if command -v dpkg-query >/dev/null 2>&1; then
    for entry in "$@"; do
      is_installed "${entry%%:*}" || missing+=("$entry")
    done
  else
    # Another system: look for the headers, and leave the installing to its owner.
    for header in ncurses.h cmark-gfm.h cmark-gfm-core-extensions.h sqlite3.h zlib.h; do
      [ -e "/usr/include/$header" ] || [ -e "/usr/local/include/$header" ] || missing+=("$header:a header file")
    done
    [ ${#missing[@]} -eq 0 ] && return
    say "these header files are missing: ${missing[*]%%:*}"
    fail "install ncurses (wide characters), cmark-gfm with its extensions, SQLite and zlib, each with its development files"
  fi
  [ ${#missing[@]} -eq 0 ] && return
  say "some packages of the system are missing:"
  for entry in "${missing[@]}"; do
    printf '  %-30s for %s\n' "${entry%%:*}" "${entry#*:}" >&2
    names+=("${entry%%:*}")
  done
  local as_root=()
  if [ "$(id -u)" -ne 0 ]; then
    command -v sudo >/dev/null 2>&1 || fail "install them as root: apt-get install ${names[*]}"
    as_root=(sudo)
  fi
  say "installing them with apt-get"
  export DEBIAN_FRONTEND=noninteractive
  if ! "${as_root[@]}" apt-get install -y --no-install-recommends "${names[@]}" >/dev/null 2>&1; then
    # A machine that has never fetched the list of packages knows none of them.
    "${as_root[@]}" apt-get update >/dev/null || fail "apt-get update failed; is the network there?"
    "${as_root[@]}" apt-get install -y --no-install-recommends "${names[@]}" >/dev/null ||
      fail "installing failed; try it by hand: apt-get install ${names[*]}"
  fi
}

ensure_swift() {
  command -v swift >/dev/null 2>&1 || fail "Swift 6.2 or later is needed: https://www.swift.org/install/linux/"
  local said version
  said=$(swift --version 2>&1) || fail "swift is there but does not run: $said"
  version=$(sed -n 's/.*Swift version \([0-9]*\.[0-9]*\).*/\1/p' <<<"$said" | head -n 1)
  case ${version%%.*} in
    '' | [0-5]) fail "Swift 6.2 or later is needed, found ${version:-none}" ;;
    6) [ "${version#*.}" -ge 2 ] || fail "Swift 6.2 or later is needed, found $version" ;;
  esac
}

release=$root/.build/release/atelier
stamp=$root/.build/atelier.built

# Whether anything the program is made of is newer than the last build. A folder is newer when a file came or went.
is_stale() {
  [ -x "$release" ] && [ -e "$stamp" ] || return 0
  [ -n "$(find "$root/Package.swift" "$root/Sources" "$root/Plugins" "$root/Catalog" "$root/Themes" -newer "$stamp" -print -quit)" ]
}

build_release() {
  is_stale || return 0
  ensure_swift
  ensure_packages "${build_packages[@]}"
  if [ -x "$release" ]; then
    say "building what has changed"
  else
    say "building for the first time: this takes about eight minutes on two cores and needs the network once"
  fi
  local began
  began=$(mktemp)
  # The stamp is the time at which the build began: what changes while it runs counts as newer.
  if ! swift build --package-path "$root" -c release --static-swift-stdlib --product atelier >&2; then
    rm -f "$began"
    fail "the build failed; what the compiler said stands above"
  fi
  mv -f "$began" "$stamp"
}
