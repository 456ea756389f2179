#!/usr/bin/env bash
# Has a conversation with the model inside the program, in a window of a size, and a picture at every step:
#   playground.sh 80x24 FOLDER
# Needs ATELIER_PEERS, the folder with the terminal driver, and the built program (ATELIER_PROGRAM names another one).
# Ends with 0 when every step showed what it must. (The driver does not know the sequences that scroll a part of the
# screen, which show in pictures of long conversations; these are short.)
set -euo pipefail
# The window, the program and a home of its own: size, out, program, home.
source "$(dirname "${BASH_SOURCE[0]}")/window.sh"

steps="
  until:[0-9].entries 2 until:answers shot:01-empty
  C-o until:─.Models.─ until:builtin/librarian shot:02-models
  Esc gone:─.Models.─
  C-t until:─.Settings text:Be.brief. shot:03-settings
  Enter gone:─.Settings until:system:.Be
  text:What.is.MLflow? shot:04-writing
  Enter until:.1..MLflow until:✓ shot:05-answer
  C-r until:reply.2.of.2 until:✓ shot:06-again
  Esc until:▸.What.is [ until:reply.1.of.2 shot:07-sibling
  / type:mlflow until:/.mlflow gone:Searching shot:08-search
  Enter until:match.1.of shot:09-found
  n until:match.2.of Esc until:/.mlflow Esc gone:/.mlflow
  i text:half.a.thought shot:10-draft
  M-1 until:[0-9].entries 2 until:half.a.thought
  C-n gone:half.a.thought shot:11-new
  C-c until:Press.the.key.once.more C-c
"
env HOME="$home" XDG_CONFIG_HOME="$home/.config" XDG_STATE_HOME="$home/.local/state" \
  XDG_DATA_HOME="$home/.local/share" \
  "$ATELIER_PEERS/core/bin/python" "$ATELIER_PEERS/scripts/termshot.py" \
  --size "$size" --out "$out/playground-$size" --keys "$steps" --expect-exit -- "$program"
