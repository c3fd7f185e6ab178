import type { AuditResult, ControlResult, EventResult } from '../../src/chain/result.js';
import { isObject } from '../../src/predicate/json.js';
import type { Generated } from './generate.js';
import { told, verdictOf } from './told.js';
import type { Cell, Truth } from './truth.js';

/** What went wrong with a generated account, in words, with what is needed to make it again. */
export interface Disagreement {
  readonly seed: number;
  readonly kind: 'false proof' | 'false break' | 'false witness' | 'no answer';
  readonly control: string;
  readonly event: string;
  readonly said: string;
  readonly truth: Truth;
  readonly story: readonly string[];
}

export interface Checked {
  readonly disagreements: readonly Disagreement[];
  /** Counts of `truth said`: `holds proved`, `broken unknown`. */
  readonly counts: Readonly<Record<string, number>>;
  /** Of what could have been decided and was not, the engine's reasons. */
  readonly undecided: readonly string[];
}

/** Holds the verdicts of an audit against the truth that was built in. `unknown` is never wrong, only counted. */
export function check(generated: Generated, result: AuditResult): Checked {
  const { worlds, controls, seed, story } = generated;
  const made = worlds[0]!;
  const disagreements: Disagreement[] = [];
  const counts: Record<string, number> = {};
  const undecided: string[] = [];
  for (const control of controls) {
    const cells = control.cells(made.regions).map((cell) => ({ cell, truth: told(made, cell, worlds) }));
    const found = result.results.find((one) => one.account === made.id && one.control === control.slug);
    const events = new Set(cells.map(({ cell }) => cell.event));
    const differ = (kind: Disagreement['kind'], event: string, said: string, truth: Truth) =>
      disagreements.push({ seed, kind, control: control.slug, event, said, truth, story });
    const truth = verdictOf(cells.map((one) => one.truth));
    const said = found?.verdict ?? 'none';
    counts[`${truth} ${said}`] = (counts[`${truth} ${said}`] ?? 0) + 1;
    if (!found) {
      differ('no answer', '', 'none', truth);
      continue;
    }
    judge(found, truth, (kind) => differ(kind, '', said, truth));
    if (said === 'unknown' && (truth === 'holds' || truth === 'broken')) undecided.push(`${truth}: ${reasonOf(found)}`);
    for (const one of found.events) {
      const own = cells.filter(({ cell }) => events.size === 1 || cell.event === one.event);
      if (own.length === 0) continue;
      // Of `*:*` the engine may list several classes; each is then judged with the whole control only.
      const ownTruth = verdictOf(own.map((each) => each.truth));
      if (events.size > 1) judge(one, ownTruth, (kind) => differ(kind, one.event, one.verdict, ownTruth));
      const witnessed = witness(one, own);
      if (witnessed) differ('false witness', one.event, witnessed, 'holds');
    }
  }
  return { disagreements, counts, undecided };
}

function judge(found: ControlResult | EventResult, truth: Truth, differ: (kind: Disagreement['kind']) => void): void {
  if (found.verdict === 'proved' && (truth === 'broken' || truth === 'unknown')) differ('false proof');
  if (found.verdict === 'broken' && (truth === 'holds' || truth === 'unknown')) differ('false break');
}

/** A broken event has a witness, and the witness is one that is not told: some cell of its name and Region is not. */
function witness(found: EventResult, cells: readonly { cell: Cell; truth: Truth }[]): string | null {
  if (found.verdict !== 'broken') return null;
  if (!isObject(found.witness ?? undefined)) return 'no witness';
  const event = found.witness as { readonly eventName?: unknown; readonly awsRegion?: unknown };
  const like = cells.filter(
    ({ cell }) => cell.region === event.awsRegion && (cell.event === '*:*' || cell.name === event.eventName),
  );
  if (like.length === 0) return `witness ${String(event.eventName)} in ${String(event.awsRegion)} is of no cell`;
  return like.every(({ truth }) => truth === 'holds')
    ? `witness ${String(event.eventName)} in ${String(event.awsRegion)} is told`
    : null;
}

function reasonOf(found: ControlResult): string {
  const event = found.events.find((one) => one.verdict === 'unknown');
  const reasons = event?.reasons.join('; ') || found.summary;
  return reasons.replace(/`[^`]*`/g, '`…`').replace(/\d{12}/g, '…');
}
