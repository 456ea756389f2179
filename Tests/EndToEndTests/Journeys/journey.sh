#!/usr/bin/env bash
# Takes the main journey in a window of a size and a picture at every step:  journey.sh 80x24 FOLDER
# Needs ATELIER_PEERS, the folder with the terminal driver, and the built program (ATELIER_PROGRAM names another one).
# Ends with 0 when every step showed what it must.
set -euo pipefail
# The window, the program and a home of its own: size, out, program, home.
source "$(dirname "${BASH_SOURCE[0]}")/window.sh"
printf '# written by hand\ntheme: terminal\n' >"$home/.config/atelier/config.yaml"

width=${size%x*}
# Where panes stand side by side, the page of a hit is seen before it is opened.
if [ "$width" -ge 80 ]; then beside='until:concept.·.capability'; else beside='absent:concept.·.capability'; fi

steps="
  until:[0-9].entries until:Browse expect:Atelier shot:01-open
  j until:›.Concepts j until:›.Services shot:02-services
  Enter until:▸.Services
  shot:03-list
  / until:type.any text:vector until:›.Vector.search until:also.called $beside shot:04-search
  Enter until:▸.Vector.search until:concept.·.capability shot:05-page
  Tab Enter gone:›.Vector.search shot:06-link
  BS until:›.Vector.search shot:07-back
  ? until:─.Keys.─ until:Next.match.of.the.search text:suspend until:Ctrl-Z gone:Next.match shot:08-help
  Esc gone:─.Keys.─
  C-p until:─.Find.─ text:grounding until:Grounding.data gone:Suspend shot:09-palette
  Enter until:›.Grounding.data gone:─.Find.─ shot:10-entry
  C-t until:─.Colours.─ until:Nord text:nord until:›.nord shot:11-colours
  Enter until:nord.is.kept.as.your.theme shot:12-theme
  size:38x9 until:too.small shot:13-too-small
  size:$size until:›.Grounding.data shot:14-back
  click:3,1 wheel:down,$((width - 5)),8 idle:0.2 shot:15-wheel
  C-c until:Press.the.key.once.more shot:16-leave
  C-c
"
env HOME="$home" XDG_CONFIG_HOME="$home/.config" XDG_STATE_HOME="$home/.local/state" \
  "$ATELIER_PEERS/core/bin/python" "$ATELIER_PEERS/scripts/termshot.py" \
  --size "$size" --out "$out/$size" --keys "$steps" --raw "$out/$size.raw" --expect-exit -- "$program"

# The theme was kept, and so was the comment.
diff <(printf '# written by hand\ntheme: nord\n') "$home/.config/atelier/config.yaml"
