#!/usr/bin/env bash
# Walks through a diagram in a window of a size and takes a picture at every step:  diagram.sh 80x24 FOLDER
# Needs ATELIER_PEERS, the folder with the terminal driver, and the built program (ATELIER_PROGRAM names another one).
# Ends with 0 when every step showed what it must.
set -euo pipefail
# The window, the program and a home of its own: size, out, program, home.
source "$(dirname "${BASH_SOURCE[0]}")/window.sh"

steps="
  until:[0-9].entries until:Browse
  C-p until:─.Find.─ text:basic-foundry until:Basic.Foundry.chat
  Enter until:d.opens.it
  d until:›.Diagram shot:01-open
  . until:step.1.of.6 shot:02-step
  . until:step.2.of.6
  Tab until:User shot:03-box
  / until:close.search text:insights until:1.found Enter shot:04-search
  Enter until:▸.Application.Insights shot:05-entry
  BS until:›.Diagram shot:06-back
  + until:natural l l j j shot:07-natural
  - - until:overview shot:08-overview
  + r until:fit shot:09-turned
  C-c until:Press.the.key.once.more
  C-c
"
env HOME="$home" XDG_CONFIG_HOME="$home/.config" XDG_STATE_HOME="$home/.local/state" \
  "$ATELIER_PEERS/core/bin/python" "$ATELIER_PEERS/scripts/termshot.py" \
  --size "$size" --out "$out/diagram-$size" --keys "$steps" --expect-exit -- "$program"
