#!/usr/bin/env bash
# Ten things that an architect comes for, done on the screen and by command; counts keys and seconds:
#   tasks.sh 120x40 FOLDER
# Typed words count for themselves: "keys" are all the others. Needs ATELIER_PEERS and the built program
# (ATELIER_PROGRAM names another one). Ends with 0 when every task showed what it must.
set -euo pipefail
source "$(dirname "${BASH_SOURCE[0]}")/window.sh"
cd "$home"
failed=0

# Runs the keys of a task in a window; prints keys, typed letters and seconds.
task() {
  local name=$1 steps=$2 log="$out/$1-$size.log" keys=0 typed=0 word words
  # The steps are quoted as the driver reads them.
  eval "words=($steps)"
  for word in "${words[@]}"; do
    case $word in
      until:* | gone:* | idle:* | shot:* | expect:* | absent:*) ;;
      text:* | type:*) typed=$((typed + ${#word} - 5)) ;;
      *) keys=$((keys + 1)) ;;
    esac
  done
  local start end status=ok
  start=$(date +%s%N)
  if ! env HOME="$home" XDG_CONFIG_HOME="$home/.config" XDG_STATE_HOME="$home/.local/state" \
    XDG_DATA_HOME="$home/.local/share" "$ATELIER_PEERS/core/bin/python" "$ATELIER_PEERS/scripts/termshot.py" \
    --size "$size" --out "$out/$name-$size" --keys "until:[0-9].entries $steps shot:end C-c C-c" \
    -- "$program" >"$log" 2>&1; then
    status=FAILED
    failed=1
  fi
  end=$(date +%s%N)
  printf '%-28s %3d keys %3d typed %5.1f s  %s\n' "$name" "$keys" "$typed" "$(((end - start) / 1000000))e-3" "$status"
}

# The same by a command: what it prints must hold a text.
by_command() {
  local name=$1 wanted=$2
  shift 2
  local start end status=ok
  start=$(date +%s%N)
  if ! env HOME="$home" XDG_DATA_HOME="$home/.local/share" "$program" "$@" </dev/null 2>&1 | grep -q -- "$wanted"; then
    status=FAILED
    failed=1
  fi
  end=$(date +%s%N)
  printf '  %-60s %5.2f s  %s\n' "atelier $*" "$(((end - start) / 1000000))e-3" "$status"
}

task replacement "/ 'text:prompt flow' until:Prompt.flow Enter until:Agent.Framework"
by_command replacement "Agent Framework" catalog show prompt-flow

task vector-store "/ 'text:choose vector' until:Choose.a.vector Enter until:d.walks d until:Questions 1 2 1 1 2 until:→.Azure.Database"
by_command vector-store "postgresql" catalog decide choose-vector-search -a live-updates=yes -a in-memory=no \
  -a relational=yes -a long-embeddings=yes -a sharding=no --json

task compare-stores "C-p until:Find 'text:Azure AI Search' Enter c C-p until:Find 'text:Azure Cosmos DB' Enter c C-p until:Find text:DocumentDB Enter c until:3.marked C until:attributes.differ"
by_command compare-stores "Cosmos" catalog compare ai-search cosmos-db documentdb

task serverless-speech "/ 'text:kind:service hosting:serverless modality:audio' until:Azure.AI.Speech"
by_command serverless-speech "azure-speech" catalog list --kind service --hosting serverless --modality audio

task baseline-flow "/ 'text:baseline chat' until:Baseline.Foundry Enter d until:Diagram . . . until:step.3"
by_command baseline-flow '"n": 7' diagram render baseline-foundry-chat --json

task decision-record "/ 'text:agent runtime' until:runtime Enter until:d.walks d until:Questions 1 'until:question.2|decided|→' 1 x until:Written.to"
by_command decision-record "## Decision" catalog decide choose-agent-runtime --record

task design-with-a-swap "/ 'text:baseline chat' until:Baseline.Foundry Enter s until:Begin 'text:Claims chat' Enter until:My.designs / 'text:AI Search' until:Components Enter s until:Swap text:DocumentDB Enter until:is.Azure.DocumentDB"
by_command design-with-a-swap "claims-chat" design list

task security-checklist "/ 'text:baseline chat' until:Baseline.Foundry Enter s until:Begin text:Reviewed Enter until:My.designs Tab Tab until:Reliability j Space until:✓.yes o"
by_command security-checklist "Security\|security" design checklist reviewed --pillar security --open

task note-and-bookmark "/ 'text:content safety' until:Content.Safety Enter b until:bookmarked m until:My.note 'text:quota asked' Enter until:is.kept"
by_command note-and-bookmark "quota" note search quota

task ask "a until:ask.the.catalog 'text:What replaces prompt flow?' Enter until:✓@30 Tab Enter until:Backspace"
by_command ask "Agent Framework" ask "What replaces prompt flow?"

exit "$failed"
