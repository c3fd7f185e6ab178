import { BUILT_IN_RULES } from './built-in.js';
import type { Control } from './control.js';
import { rulesOfControls } from './control-rules.js';
import { parseNdjson } from './elastic/parse-ndjson.js';
import { parseToml } from './elastic/parse-toml.js';
import type { Exception } from './exception.js';
import { filesOf, isFolder, textOf } from './files.js';
import { type ParsedExceptions, parseExceptions } from './parse-exceptions.js';
import { parseRule } from './parse-rule.js';
import type { Problem } from './problem.js';
import type { Origin, Rule } from './rule.js';
import type { RuleFile } from './rule-file.js';
import { undue, undueProblem } from './superseding.js';

export { BUILT_IN_RULES };

export interface RuleSources {
  /** Those whose rules are among the loaded, and that a query may name. */
  readonly controls: readonly Control[];
  /** Files, and folders with those in them, of the user's: `.yaml` of our form, `.toml` and `.ndjson` of Elastic's. */
  readonly paths?: readonly string[];
  /** False: only the user's. The pack's rules and those of the controls where they are at hand already. */
  readonly pack?: boolean | readonly Rule[];
}

/**
 * The pack, the controls' rules, then the user's, in this order. A rule whose id is taken is a problem, and the earlier one stays; so is
 * one that supersedes what it may not. The
 * rules' own tests are run by `detect`, which refuses what fails them.
 */
export function loadRules({ controls, paths = [], pack = true }: RuleSources): RuleFile {
  const problems: Problem[] = [];
  const notes: Problem[] = [];
  const byId = new Map<string, Rule>();
  const exceptions: Exception[] = [];
  const add = (file: RuleFile): void => {
    const added = new Set<string>();
    for (const rule of file.rules) {
      const earlier = byId.get(rule.id);
      if (earlier) problems.push(taken(rule, earlier));
      else {
        byId.set(rule.id, rule);
        added.add(rule.id);
      }
    }
    exceptions.push(...file.exceptions.filter(({ rule }) => rule === null || added.has(rule)));
    problems.push(...file.problems);
    notes.push(...file.notes);
  };
  const addAll = (files: readonly string[], origin: Origin['kind']): void => {
    for (const file of files) {
      const text = textOf(file, problems);
      if (text !== null) add(parseRuleFile(text, file, { origin, controls }));
    }
  };
  if (Array.isArray(pack)) add({ rules: pack, exceptions: [], problems: [], notes: [] });
  else if (pack) {
    addAll(filesOf(BUILT_IN_RULES, /\.ya?ml$/, 'rule', 'the package is incomplete: install it anew', problems), 'pack');
    add({ rules: rulesOfControls(controls), exceptions: [], problems: [], notes: [] });
  }
  for (const path of paths) {
    const folder = isFolder(path, problems);
    if (folder !== null)
      addAll(
        folder ? filesOf(path, RULE_FILE, 'rule', 'a rule is a .yaml, .toml or .ndjson file', problems) : [path],
        'user',
      );
  }
  for (const pair of undue([...byId.values()])) {
    problems.push(undueProblem(pair));
    byId.delete(pair.rule.id);
  }
  return { rules: [...byId.values()], exceptions, problems, notes };
}

const RULE_FILE = /\.(?:ya?ml|toml|ndjson)$/i;

/** Reads a file of rules, in the form that its name says. */
export function parseRuleFile(
  text: string,
  file: string,
  options: { readonly origin?: Origin['kind']; readonly controls?: readonly Control[] } = {},
): RuleFile {
  const refused = (code: string, message: string, help: string): RuleFile => ({
    rules: [],
    exceptions: [],
    problems: [{ code, message, file, help }],
    notes: [],
  });
  if (text.startsWith('\u001f')) return refused('compressed', 'the file is compressed', 'unpack it with gunzip');
  switch (/\.([a-z]+)$/i.exec(file)?.[1]?.toLowerCase()) {
    case 'yaml':
    case 'yml': {
      const parsed = parseRule(text, file, options);
      return {
        rules: parsed.kind === 'rule' ? [parsed.rule] : [],
        exceptions: [],
        problems: parsed.kind === 'refused' ? parsed.problems : [],
        notes: [],
      };
    }
    case 'toml':
      return parseToml(text, file);
    case 'ndjson':
      return parseNdjson(text, file);
    default:
      return refused(
        'unknown-form',
        'the form of the file is not known',
        'rules are .yaml of ours, .toml and .ndjson of Elastic’s',
      );
  }
}

function taken(rule: Rule, earlier: Rule): Problem {
  const at =
    earlier.origin.kind === 'control' ? 'the control of that name' : `${earlier.origin.file}:${earlier.origin.line}`;
  return {
    code: 'id-taken',
    message: `the id \`${rule.id}\` is taken by ${at}`,
    file: rule.origin.file,
    line: rule.origin.line,
    help: 'give the rule another id; rules are added, never replaced',
  };
}

/** The user's files of exceptions; the rules must be loaded, because an exception names one. */
export function loadExceptions(paths: readonly string[], rules: readonly Rule[]): ParsedExceptions {
  const problems: Problem[] = [];
  const exceptions = paths.flatMap((file) => {
    const text = textOf(file, problems);
    if (text === null) return [];
    const parsed = parseExceptions(text, file, rules);
    problems.push(...parsed.problems);
    return parsed.exceptions;
  });
  return { exceptions, problems };
}
