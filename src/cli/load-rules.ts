import type { Exception } from '../catalogue/exception.js';
import type { Problem } from '../catalogue/problem.js';
import { type Rule, SEVERITIES, type Severity } from '../catalogue/rule.js';
import { CliError } from './cli-error.js';

export interface RuleChoice {
  /** Files and folders of the user's. */
  readonly rules?: readonly string[];
  /** False: only those. */
  readonly pack?: boolean;
  /** Ids; none: all. */
  readonly rule?: readonly string[];
  /** This and above. */
  readonly severity?: Severity;
  readonly exceptions?: readonly string[];
}

export interface ChosenRules {
  readonly rules: readonly Rule[];
  readonly exceptions: readonly Exception[];
  /** What the reader must know of them, on one line each. */
  readonly notes: readonly string[];
}

/** The rules of a run. One that is wrong, or whose own tests fail, ends it: what it was to watch would go unwatched. */
export async function chooseRules(choice: RuleChoice): Promise<ChosenRules> {
  const { readPack } = await import('../catalogue/pack.js');
  const pack = readPack();
  const usesPack = choice.pack ?? true;
  // What reads YAML is loaded only where there is some to read.
  if (pack !== null && usesPack && choice.rules === undefined && choice.exceptions === undefined)
    return { rules: selected(pack.rules, choice), exceptions: [], notes: [] };
  const [{ loadControls }, { loadExceptions, loadRules }, { acceptRules }] = await Promise.all([
    import('../catalogue/load.js'),
    import('../catalogue/load-rules.js'),
    import('../detect/test-rule.js'),
  ]);
  const { controls, problems: wrongControls } = pack ? { controls: pack.controls, problems: [] } : loadControls();
  refuse(wrongControls);
  const loaded = loadRules({ controls, paths: choice.rules ?? [], pack: usesPack && (pack?.rules ?? true) });
  refuse(loaded.problems);
  const rules = selected(loaded.rules, choice, loaded.notes);
  // The pack's tests are the package's own; what the user brought is tried here.
  refuse(acceptRules(rules.filter(({ origin }) => origin.kind === 'user' || origin.kind === 'elastic')).problems);
  const { exceptions, problems } = loadExceptions(choice.exceptions ?? [], loaded.rules);
  refuse(problems);
  return { rules, exceptions: [...loaded.exceptions, ...exceptions], notes: loaded.notes.map(problemLine) };
}

/** `file:line: what is wrong`. */
export function problemLine({ file, line, message }: Problem): string {
  return `${file === undefined ? '' : `${file}${line === undefined ? '' : `:${line}`}: `}${message}`;
}

function refuse(problems: readonly Problem[]): void {
  const [first, ...others] = problems;
  if (!first) return;
  const more =
    others.length === 0 ? '' : ` (and ${others.length} more ${others.length === 1 ? 'problem' : 'problems'})`;
  throw new CliError(`${problemLine(first)}${more}`, first.help ?? '`trailproof rules lint` shows every one');
}

/** Of rules that were left out: because their files say so. */
export const allOff = (notes: readonly Problem[]): boolean => notes.some(({ code }) => code === 'rule-disabled');
export const SWITCH_ON = 'set `enabled` to true in the file, or name other files';

function selected(
  rules: readonly Rule[],
  { rule: ids = [], severity }: RuleChoice,
  notes: readonly Problem[] = [],
): readonly Rule[] {
  if (rules.length === 0 && allOff(notes))
    throw new CliError('every rule of `--rules` is switched off in its file', SWITCH_ON);
  if (rules.length === 0)
    throw new CliError(
      'no rule is left to scan for',
      'leave out `--no-pack`, or name rules of your own with `--rules`',
    );
  const known = new Set(rules.map(({ id }) => id));
  const unknown = ids.find((id) => !known.has(id));
  if (unknown !== undefined)
    throw new CliError(`there is no rule \`${unknown}\``, '`trailproof rules list` shows those that there are');
  const least = severity === undefined ? 0 : SEVERITIES.indexOf(severity);
  const chosen = rules.filter(
    (rule) => (ids.length === 0 || ids.includes(rule.id)) && SEVERITIES.indexOf(rule.severity) >= least,
  );
  if (chosen.length === 0)
    throw new CliError('no rule is left to scan for', 'name others with `--rule`, or leave out `--severity`');
  return chosen;
}
