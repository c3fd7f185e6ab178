import { between, type Draft, FALSE, type Reason, TRUE, unknown } from '../../predicate/predicate.js';
import type { AlarmRule } from './alarm-rule.js';

/** What is known of an alarm that a rule mentions, for an event that has put one of its alarms into ALARM. */
export type Known =
  /** In ALARM because of the event, and not before it. */
  | { readonly kind: 'rings' }
  /** Another alarm: in ALARM for the events of `must` at least, by its other data perhaps for any. `now`: its recorded state. */
  | { readonly kind: 'other'; readonly must: Draft; readonly now: string | undefined }
  /** Not among the alarms that were read. */
  | { readonly kind: 'absent' };

export type Lookup = (nameOrArn: string) => Known;

/**
 * The events for which the rule is true once the alarm has rung. The state of other alarms is open: ALARM of another is certain only
 * for events that ring it too, OK and INSUFFICIENT_DATA of another never are, so a rule with NOT or OK is doubted unless it is decided
 * without them.
 */
export function ruleAfter(rule: AlarmRule, lookup: Lookup): Draft {
  switch (rule.kind) {
    case 'constant':
      return rule.value ? TRUE : FALSE;
    case 'and':
      return { kind: 'all', of: rule.of.map((part) => ruleAfter(part, lookup)) };
    case 'or':
      return { kind: 'any', of: rule.of.map((part) => ruleAfter(part, lookup)) };
    case 'not':
      return { kind: 'not', of: ruleAfter(rule.of, lookup) };
    case 'at-least':
      return atLeast(rule, lookup);
    case 'state': {
      const known = lookup(rule.alarm);
      const why: Reason = { code: 'other-alarm', message: `the state of \`${rule.alarm}\` at that time is not known` };
      if (known.kind === 'absent')
        return unknown({ code: 'absent-alarm', message: `the rule names \`${rule.alarm}\`, which was not found` });
      if (known.kind === 'rings') return rule.state === 'ALARM' ? TRUE : FALSE;
      if (rule.state === 'ALARM') return between(known.must, TRUE, why);
      return between(FALSE, { kind: 'not', of: known.must }, why);
    }
  }
}

const MOST_SETS = 256;

function atLeast(rule: Extract<AlarmRule, { kind: 'at-least' }>, lookup: Lookup): Draft {
  const wanted = rule.percent ? (rule.of.length * rule.count) / 100 : rule.count;
  const rounding = !Number.isInteger(wanted);
  const parts = rule.of.map((part) => ruleAfter(part, lookup));
  // A percentage that is no whole number of alarms: rounding up is the stricter reading, rounding down the weaker.
  const strict = chosen(parts, Math.ceil(wanted));
  if (!strict) return unknown({ code: 'at-least', message: 'AT_LEAST has too many combinations to judge' });
  if (!rounding) return strict;
  const weak = chosen(parts, Math.floor(wanted)) ?? TRUE;
  return between(strict, weak, {
    code: 'at-least',
    message: `how ${rule.count}% of ${rule.of.length} is rounded is not documented`,
  });
}

/** At least so many of the parts: any of all of them, over the smallest sets. Null when there are too many sets. */
function chosen(parts: readonly Draft[], count: number): Draft | null {
  if (count <= 0) return TRUE;
  const certain = parts.filter((part) => part === TRUE).length;
  const open = parts.filter((part) => part !== TRUE && part !== FALSE);
  const needed = count - certain;
  if (needed <= 0) return TRUE;
  if (needed > open.length) return FALSE;
  let sets: (readonly Draft[])[] = [[]];
  const done: (readonly Draft[])[] = [];
  for (const part of open) {
    const grown = sets.map((set) => [...set, part]);
    done.push(...grown.filter((set) => set.length === needed));
    sets = [...sets, ...grown.filter((set) => set.length < needed)];
    if (sets.length + done.length > MOST_SETS) return null;
  }
  return { kind: 'any', of: done.map((of) => ({ kind: 'all', of })) };
}

/** Is the rule true before the event, by the recorded states? Null: it cannot be told. */
export function ruleBefore(rule: AlarmRule, lookup: Lookup): boolean | null {
  switch (rule.kind) {
    case 'constant':
      return rule.value;
    case 'not': {
      const inner = ruleBefore(rule.of, lookup);
      return inner === null ? null : !inner;
    }
    case 'and': {
      const parts = rule.of.map((part) => ruleBefore(part, lookup));
      return parts.includes(false) ? false : parts.includes(null) ? null : true;
    }
    case 'or': {
      const parts = rule.of.map((part) => ruleBefore(part, lookup));
      return parts.includes(true) ? true : parts.includes(null) ? null : false;
    }
    case 'at-least': {
      const parts = rule.of.map((part) => ruleBefore(part, lookup));
      const wanted = rule.percent ? (rule.of.length * rule.count) / 100 : rule.count;
      if (parts.filter((part) => part === true).length >= Math.ceil(wanted)) return true;
      return parts.filter((part) => part !== false).length < Math.floor(wanted) ? false : null;
    }
    case 'state': {
      const known = lookup(rule.alarm);
      if (known.kind === 'absent') return null;
      if (known.kind === 'rings') return rule.state === 'ALARM' ? false : null;
      if (known.now === undefined) return null;
      return known.now === rule.state;
    }
  }
}

/** Can the rule ever be true because of the event: is it not FALSE whatever the open parts are? */
export function isOpen(draft: Draft): boolean {
  switch (draft.kind) {
    case 'any':
      return draft.of.some(isOpen);
    case 'all':
      return draft.of.every(isOpen);
    case 'between':
      return isOpen(draft.may);
    default:
      return true;
  }
}
