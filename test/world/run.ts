import { loadControls } from '../../src/catalogue/load.js';
import { audit } from '../../src/chain/audit.js';
import { compile } from './account-builder.js';
import { type Checked, check, type Disagreement } from './check.js';
import { type Generated, generate } from './generate.js';

// Relative to the repository, in which both the tests and the long run's compiled copy are started.
const { controls } = loadControls(['catalogue/controls']);

/** Audits the generated accounts as the command would, for the controls that are judged. */
export function auditOf({ worlds, controls: judged }: Generated): ReturnType<typeof audit> {
  const slugs = new Set(judged.map(({ slug }) => slug));
  return audit({
    accounts: worlds.map(compile),
    controls: controls.filter(({ slug }) => slugs.has(slug)),
    benchmark: 'cis-7.0',
    includeAttempts: false,
    generatedAt: '2026-03-01T12:00:01.000Z',
    tool: { name: 'trailproof', version: '0.1.0' },
  });
}

export interface Undecided {
  readonly count: number;
  readonly seed: number;
}

export interface Totals {
  readonly accounts: number;
  readonly disagreements: readonly Disagreement[];
  /** Counts of `truth verdict`. */
  readonly counts: Readonly<Record<string, number>>;
  /** Of what could have been decided and was not: for each `truth: reasons` how often, and the first account. */
  readonly undecided: Readonly<Record<string, Undecided>>;
}

/** Judges the accounts of these numbers, until `until` (milliseconds of `now`) has come. */
export function run(from: number, to: number, until = Number.POSITIVE_INFINITY, now: () => number = () => 0): Totals {
  const counts: Record<string, number> = {};
  const undecided: Record<string, Undecided> = {};
  const disagreements: Disagreement[] = [];
  let seed = from;
  for (; seed < to && now() < until; seed++) {
    const checked = checkOf(seed);
    disagreements.push(...checked.disagreements);
    for (const [name, count] of Object.entries(checked.counts)) counts[name] = (counts[name] ?? 0) + count;
    for (const reason of checked.undecided)
      undecided[reason] = { seed, ...undecided[reason], count: (undecided[reason]?.count ?? 0) + 1 };
  }
  return { accounts: seed - from, disagreements, counts, undecided };
}

/** Judges one account; an audit that throws is a disagreement as well. */
function checkOf(seed: number): Checked {
  const generated = generate(seed);
  try {
    return check(generated, auditOf(generated));
  } catch (error) {
    const said = error instanceof Error ? error.message : String(error);
    const { story } = generated;
    const control = generated.controls.map(({ slug }) => slug).join(' ');
    return {
      disagreements: [{ seed, kind: 'no answer', control, event: '', said, truth: 'open', story }],
      counts: {},
      undecided: [],
    };
  }
}
