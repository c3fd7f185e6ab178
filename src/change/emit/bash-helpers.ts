import { NOT_KNOWN_YET } from './aws-command.js';

const HELPERS: readonly { readonly name: string; readonly text: string }[] = [
  {
    name: 'unless_there',
    text: `# unless_there CODE COMMAND: runs it; AWS's error CODE says that the thing is there already, which is no failure.
unless_there() {
  local code=$1 said
  shift
  if said=$("$@" 2>&1); then return 0; fi
  case $said in
    *"($code) when calling"*) printf '  is there already\\n' ;;
    *)
      printf '%s\\n' "$said" >&2
      return 1
      ;;
  esac
}
`,
  },
  {
    name: 'until_known',
    text: `# until_known COMMAND: a role or a bucket policy that was just made takes some seconds to be known everywhere.
until_known() {
  local said tries=1
  until said=$("$@" 2>&1); do
    case $said in
${NOT_KNOWN_YET.map((code) => `      *"(${code}) when calling"*) ;;`).join('\n')}
      *) tries=24 ;;
    esac
    if [ "$tries" -ge 24 ]; then
      printf '%s\\n' "$said" >&2
      return 1
    fi
    tries=$((tries + 1))
    sleep 5
  done
}
`,
  },
  {
    name: 'is_to_do',
    text: `# is_to_do CODE COMMAND: asks before a step what is there. True where it is as the plan saw it, and where the error CODE says that
# nothing is there; false where it is as the step leaves it. Where somebody has changed it since, the script stops.
is_to_do() {
  local code=$1 said
  shift
  if ! said=$("$@" --output json 2>&1); then
    case $said in
      *"($code) when calling"*) return 0 ;;
    esac
    printf '%s\\n' "$said" >&2
    stop
  fi
  case $said in
    *'"planned"'*) return 0 ;;
    *'"done"'*)
      printf '  is there already\\n'
      return 1
      ;;
  esac
  printf 'somebody has changed it since the plan was made, or made another one of that name: it is left alone; make a new plan\\n' >&2
  stop
}
`,
  },
  {
    name: 'key_of',
    text: `# key_of REGION ALIAS QUERY: the id of the key that a run before this one created: the alias names it, or no alias does, where that
# run was stopped. Nothing where there is none. A key of somebody else under the alias is no such key.
key_of() {
  local said keys named key
  if said=$(aws kms describe-key --region "$1" --cli-input-json "$2" --query "$3" --output text 2>&1); then
    if [ "$said" = other ]; then
      printf 'the alias names another key: it is left alone; make a new plan\\n' >&2
      return 1
    fi
    printf '%s\\n' "$said"
    return 0
  fi
  case $said in
    *'(NotFoundException) when calling'*) ;;
    *)
      printf '%s\\n' "$said" >&2
      return 1
      ;;
  esac
  named=$(aws kms list-aliases --region "$1" --query 'Aliases[].TargetKeyId' --output text) || return 1
  keys=$(aws kms list-keys --region "$1" --query 'Keys[].KeyId' --output text) || return 1
  for key in $keys; do
    case $named in
      *"$key"*) continue ;;
    esac
    # A key that may not be described is not one that this caller created.
    said=$(aws kms describe-key --region "$1" --key-id "$key" --query "$3" --output text 2>/dev/null) || continue
    if [ "$said" != other ]; then
      printf '%s\\n' "$said"
      return 0
    fi
  done
}
`,
  },
];

/** Those that the lines of a script call. */
export function bashHelpers(body: string): readonly string[] {
  return HELPERS.filter(({ name }) => body.includes(`${name} `)).map(({ text }) => text);
}
