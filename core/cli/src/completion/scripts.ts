type Script = (descriptions: boolean) => string;

/** One script per shell; all of them ask `sherpack __complete`. */
export const completionScripts: Readonly<Record<string, Script>> = { bash, zsh, fish };

// bash cuts words at "=", so they are put together again; what it replaces is only the part behind the last "=".
function bash(): string {
  return `# bash completion for sherpack
_sherpack() {
  local words=() previous='' word line directive='' index last
  for ((index = 1; index <= COMP_CWORD; index++)); do
    word="\${COMP_WORDS[index]}"
    last=$((\${#words[@]} - 1))
    if [[ $last -ge 0 && ("$word" == "=" || "$previous" == "=") && "\${words[last]}" == -* ]]; then
      words[last]+="$word"
    else
      words+=("$word")
    fi
    previous="$word"
  done
  local current="\${words[\${#words[@]} - 1]}"
  COMPREPLY=()
  while IFS=$'\\t' read -r line _; do
    if [[ -z "$directive" ]]; then
      directive="$line"
    elif [[ "$line" == "$current"* ]]; then
      [[ "$current" == -*=* ]] && line="\${line#*=}"
      COMPREPLY+=("$line")
    fi
  done < <("\${COMP_WORDS[0]}" __complete "\${words[@]}" 2>/dev/null)
  [[ "$current" == -*=* ]] && current="\${current#*=}"
  if [[ "$directive" == files || "$directive" == folders ]]; then
    compopt -o filenames 2>/dev/null
    while IFS= read -r line; do
      COMPREPLY+=("$line")
    done < <(compgen "$([[ "$directive" == files ]] && echo -f || echo -d)" -- "$current")
  fi
}
complete -F _sherpack sherpack
`;
}

function zsh(descriptions: boolean): string {
  const item = descriptions ? '"${name//:/\\\\:}:${line#*$\'\\t\'}"' : '"${name//:/\\\\:}"';
  return `#compdef sherpack
_sherpack() {
  local -a lines candidates
  local line name
  lines=("\${(@f)$("\${words[1]}" __complete "\${(@)words[2,CURRENT]}" 2>/dev/null)}")
  for line in "\${(@)lines[2,-1]}"; do
    name="\${line%%$'\\t'*}"
    candidates+=(${item})
  done
  (( \${#candidates} )) && _describe 'sherpack' candidates
  case "\${lines[1]}" in
    files) _files ;;
    folders) _files -/ ;;
  esac
}
if [ "$funcstack[1]" = "_sherpack" ]; then
  _sherpack
else
  compdef _sherpack sherpack
fi
`;
}

function fish(descriptions: boolean): string {
  const item = descriptions ? 'echo $line' : "string split -f 1 \\t -- $line";
  return `# fish completion for sherpack
function __sherpack_complete
  set -l words (commandline -opc)
  set -l current (commandline -ct)
  set -l lines ($words[1] __complete $words[2..-1] "$current" 2>/dev/null)
  for line in $lines[2..-1]
    ${item}
  end
  switch "$lines[1]"
    case files
      __fish_complete_path "$current"
    case folders
      __fish_complete_directories "$current"
  end
end
complete -c sherpack -f -a '(__sherpack_complete)'
`;
}
