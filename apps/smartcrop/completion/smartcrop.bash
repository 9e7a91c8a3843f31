# bash completion of smartcrop: its verbs, then what smartcrop-VERB completes.
_smartcrop() {
  local verb=${COMP_WORDS[1]:-}
  if [ "$COMP_CWORD" -le 1 ]; then
    mapfile -t COMPREPLY < <(compgen -W "$(smartcrop --help | sed -n '/^Verbs:/,$s/^  \([^ ]*\).*/\1/p')" -- "$verb")
    return
  fi
  declare -F _completion_loader >/dev/null && _completion_loader "smartcrop-$verb"
  local completion="_smartcrop_${verb//-/_}"
  declare -F "$completion" >/dev/null && "$completion"
}
complete -F _smartcrop smartcrop
