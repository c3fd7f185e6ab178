import { type Rule, SEVERITIES } from './rule.js';

export type Superseding = Pick<Rule, 'id' | 'severity' | 'supersedes' | 'mayBeExcepted'>;

/** What no exception may silence, no rule of less weight may silence either. */
export const mayStandFor = (rule: Superseding, other: Superseding): boolean =>
  other.mayBeExcepted || SEVERITIES.indexOf(rule.severity) >= SEVERITIES.indexOf(other.severity);

/** Of each rule the ids that it supersedes, through others too. */
export function supersededBy(rules: readonly Superseding[]): ReadonlyMap<string, ReadonlySet<string>> {
  const direct = new Map(rules.map(({ id, supersedes }) => [id, supersedes]));
  return new Map(rules.map(({ id }) => [id, reach(id, direct)]));
}

function reach(id: string, direct: ReadonlyMap<string, readonly string[]>): ReadonlySet<string> {
  const reached = new Set<string>();
  const open = [...(direct.get(id) ?? [])];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    if (reached.has(next)) continue;
    reached.add(next);
    open.push(...(direct.get(next) ?? []));
  }
  return reached;
}

/** Rules that supersede one which is more severe and may not be silenced. */
export function undue<R extends Superseding>(rules: readonly R[]): readonly { readonly rule: R; readonly other: R }[] {
  const byId = new Map(rules.map((rule) => [rule.id, rule]));
  const below = supersededBy(rules);
  return rules.flatMap((rule) =>
    [...below.get(rule.id)!].flatMap((id) => {
      const other = byId.get(id);
      return other && !mayStandFor(rule, other) ? [{ rule, other }] : [];
    }),
  );
}

/** What is wrong with it, for whoever wrote the rule. */
export const undueProblem = ({ rule, other }: { readonly rule: Rule; readonly other: Rule }) => ({
  code: 'undue-supersedes',
  message: `\`${rule.id}\`: it supersedes \`${other.id}\`, which is more severe (${other.severity}, not ${rule.severity}) and which nothing may silence`,
  file: rule.origin.file,
  line: rule.origin.members?.supersedes ?? rule.origin.line,
  help: `remove \`${other.id}\` from \`supersedes\`, or make the rule ${other.severity}`,
});
