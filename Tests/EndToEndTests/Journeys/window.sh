# What every journey begins with; sourced, with the journey's arguments: the size of the window and a folder for the
# pictures. Sets size, out, program and home.
size=${1:?the size of the window, such as 80x24}
out=${2:?a folder for the pictures}
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/../../.." && pwd)
program=${ATELIER_PROGRAM:-$root/.build/debug/atelier}
: "${ATELIER_PEERS:?the folder with the terminal driver}"
mkdir -p "$out"

# A home of its own: nothing of the person's is read or written.
home=$(mktemp -d)
trap 'rm -rf "$home"' EXIT
mkdir -p "$home/.config/atelier"
