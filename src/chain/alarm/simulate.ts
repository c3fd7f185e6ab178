import { evaluate, next, type Point, type State } from './missing-data.js';
import type { Settings } from './settings.js';

/** What a period can come to, compared with the threshold. */
export interface Points {
  readonly quiet: ReadonlySet<Point>;
  readonly hit: ReadonlySet<Point>;
  /** As `hit`, with further events in the same period. */
  readonly crowd: ReadonlySet<Point>;
  /** A period with events of other filters of the same metrics, and none of ours. */
  readonly beside: ReadonlySet<Point>;
}

/** A day in which all quiet periods are the same. */
export interface World {
  readonly name: 'no-logs' | 'logs';
  readonly quiet: Point;
  readonly hit: Point;
  /** Rare: a whole day in which the log group receives nothing, though minutes with logs would publish a default value. */
  readonly rare: boolean;
}

/**
 * What an alarm does for one event that comes after a day without one.
 * - `rings`: it goes from another state to ALARM because of the event, in every series that one event can make.
 * - `silent`: it does so in none of them. `sometimes`: in an ordinary one it does not, in others it does.
 * - `doubtful`: it cannot be told.
 * `cause` is the member at fault. `holdsSeconds`: it stays in ALARM at least so long.
 */
export type Decision =
  | { readonly kind: 'rings'; readonly waitSeconds: number; readonly holdsSeconds: number }
  | { readonly kind: 'silent' | 'sometimes' | 'doubtful'; readonly cause: Cause };

type Cause = 'threshold' | 'dilution' | 'quiet' | 'breaching' | 'ignore' | 'datapoints' | 'crowd' | 'long' | 'mixture';

/** Further data points beyond N that the evaluation range may hold: AWS publishes one number (N = 3 of 5 minutes: 2 more). */
const EXTRAS = [0, 1, 2, 5];
const KNOWN_EXTRA = 2;

/**
 * Decides without a clock. `rings` rests on what holds in every evaluation, wherever the window stands and whatever the range is:
 * - no quiet period breaches, so that nothing else puts the alarm into ALARM;
 * - the event's period always breaches, also when further events fall into it: a second one must not take the first one back;
 * - quiet data takes the alarm out of ALARM: `missing` and `notBreaching` do so, `ignore` does not and `breaching` does the opposite;
 * - with M = 1, the newest real data point is always among those evaluated: the next evaluation is ALARM. With M > 1, one event makes
 *   one breaching point, and only the guide's premature ALARM helps: `missing`, and never a real point that is not breaching;
 * - it leaves ALARM within a day: until then another event is no change.
 * Anything else is tried in the worlds, from each state, and with several evaluation ranges.
 */
export function decide(settings: Settings, points: Points, worlds: readonly World[]): Decision {
  const { datapointsToAlarm: m, evaluationPeriods: n, treatMissingData: treat } = settings;
  const quietNeverBreaches = !points.quiet.has('X');
  const alwaysBreaches = [...points.hit, ...points.crowd].every((point) => point === 'X');
  const returns = treat === 'missing' || treat === 'notBreaching';
  const premature = treat === 'missing' && !points.quiet.has('0') && !points.beside.has('0') && !settings.wallClock;
  if (quietNeverBreaches && alwaysBreaches && returns && (m === 1 || premature)) {
    if (staysSeconds(settings, points) > DAY) return { kind: 'doubtful', cause: 'long' };
    const lateness = EVALUATION + (settings.wallClock ? settings.period : 0);
    return {
      kind: 'rings',
      waitSeconds: (m - 1) * settings.period + lateness,
      holdsSeconds: m === 1 ? n * settings.period : 60,
    };
  }
  const cause = causeOf(settings, points);
  if (isSilent(settings, points)) return { kind: 'silent', cause };
  if (worlds.some((world) => !world.rare && fails(settings, world))) return { kind: 'sometimes', cause };
  return { kind: 'doubtful', cause };
}

const DAY = 86_400;
/** Seconds between two evaluations; an alarm of more than a day is evaluated once an hour, and is not judged. */
const EVALUATION = 60;

/** How long one event keeps the alarm in ALARM, as far as is known: without other data it is found in the extra periods too. */
function staysSeconds({ evaluationPeriods, period }: Settings, { quiet }: Points): number {
  return (evaluationPeriods + (quiet.has('0') ? 0 : KNOWN_EXTRA)) * period;
}

/** In no series, of whatever mixture, is the event what puts the alarm into ALARM. */
function isSilent(settings: Settings, { quiet, hit }: Points): boolean {
  const { datapointsToAlarm: m, treatMissingData: treat } = settings;
  if (treat === 'breaching') return !quiet.has('0'); // in ALARM before the event, whatever it is
  if (quiet.has('X')) return !quiet.has('0') && !quiet.has('-'); // likewise
  if (!hit.has('X')) return true; // nothing ever breaches
  return m > 1 && treat !== 'missing'; // one breaching point, never M of them
}

/** With every evaluation range there is a state from which the event certainly does not ring in this world. */
function fails(settings: Settings, world: World): boolean {
  return (settings.wallClock ? [0] : EXTRAS).every((extra) =>
    (['ALARM', 'OK', 'INSUFFICIENT_DATA'] as const).some(
      (start) => !run(settings, world, start, settings.evaluationPeriods + extra).has(true),
    ),
  );
}

/** The answers that are possible: the state after a quiet day, then the event growing older by one period at a time. */
function run(settings: Settings, world: World, start: State, range: number): ReadonlySet<boolean> {
  const quiet: Point[] = Array.from({ length: range }, () => world.quiet);
  const answers = new Set<boolean>();
  for (const before of next(start, evaluate(quiet, settings))) {
    if (before === 'ALARM') {
      answers.add(false); // in ALARM already: no transition, no action
      continue;
    }
    let states: readonly State[] = [before];
    for (let age = 1; age <= range && states.length > 0; age++) {
      const points = quiet.with(range - age, world.hit);
      const after = new Set(states.flatMap((state) => next(state, evaluate(points, settings))));
      if (after.delete('ALARM')) answers.add(true);
      states = [...after];
    }
    if (states.length > 0) answers.add(false);
  }
  return answers;
}

function causeOf(settings: Settings, { quiet, hit, crowd, beside }: Points): Cause {
  if (!hit.has('X')) return 'threshold';
  if (quiet.has('X')) return 'quiet';
  if (hit.size > 1) return 'dilution';
  if (settings.treatMissingData === 'breaching') return 'breaching';
  if (crowd.size > 1) return 'crowd';
  if (settings.datapointsToAlarm > 1) return beside.has('0') && !quiet.has('0') ? 'crowd' : 'datapoints';
  return settings.treatMissingData === 'ignore' ? 'ignore' : 'mixture';
}
