import type { MetricAlarm } from '../../account/answers.js';
import { between, type Draft, FALSE, type Reason, TRUE, unknown } from '../../predicate/predicate.js';
import { type Bucket, bucketsOf, type Source, worldsOf } from './bucket.js';
import { explain, mendOf } from './explain.js';
import type { Point } from './missing-data.js';
import type { Publication } from './publication.js';
import type { Series } from './series.js';
import { breaches, type Settings, settingsOf } from './settings.js';
import { type Decision, decide, type World } from './simulate.js';
import { fieldIs, metricValueOf } from './value.js';
import { dimensionsPass, listens, metricKey, metricNamed, publishedUnit, type WatchedMetric } from './watch.js';

/** Whether one event's data point puts an alarm into ALARM, as a test of the event. */
export interface Judgement {
  readonly passes: Draft;
  readonly because: string;
  readonly mend?: string;
  readonly note?: string;
  /** From the data point to ALARM at the longest; null when it is not known to ring. */
  readonly waitSeconds: number | null;
  /** The least time that it stays in ALARM. */
  readonly holdsSeconds: number;
}

/** Another publication into a metric that the alarm uses; its draft is the events for which it publishes there. */
interface Companion {
  readonly source: Source;
  readonly reaches: Draft;
  readonly sameGroup: boolean;
}

const MOST_COMPANIONS = 4;

/**
 * Judges the alarm for an event that the publication turns into a data point of `metric`. Other publications into the alarm's metrics
 * may match the same event or not, and publish their default values beside it; where the answer depends on that, it is a test of
 * what they match. Further events that fall into the same period must not take the alarm back; that they may keep it in ALARM is left
 * out.
 */
export function judge(
  alarm: MetricAlarm,
  series: Series,
  metric: WatchedMetric,
  publication: Publication,
  others: readonly Publication[],
): Judgement {
  const answer = settingsOf(alarm, series.period);
  if (answer.kind === 'doubt') return doubtful(answer.why);
  const { settings } = answer;
  if (series.fills && settings.evaluationPeriods * settings.period < 300)
    return doubtful({
      code: 'fill',
      message: `${series.named} fills the newest minute while its data is still under way, and may never see the event's data point`,
    });
  // A low sample count leaves the alarm as it is when it says `ignore`; how low is not published.
  if (
    alarm.EvaluateLowSampleCountPercentile === 'ignore' &&
    series.metrics.some(({ statistic }) => statistic.startsWith('p'))
  )
    return doubtful({
      code: 'low-sample-count',
      message: '`EvaluateLowSampleCountPercentile` is `ignore`, and one event is one sample',
    });
  const mixed = [publication, ...others].filter((one) =>
    series.metrics.some((watched) => watched.unit === undefined && listens(one, watched)),
  );
  if (
    new Set(mixed.map((one) => `${metricNamed(one)}\n${publishedUnit(one)}`)).size >
    new Set(mixed.map(metricNamed)).size
  )
    return doubtful({
      code: 'mixed-units',
      message:
        'filters publish into the metric with different units, and the alarm names none: AWS does not define what it does then',
    });
  if (series.metrics.some((a) => series.metrics.some((b) => metricKey(a) === metricKey(b) && a.unit !== b.unit)))
    return doubtful({ code: 'unit', message: `${series.named} retrieves one metric in more than one unit` });
  const value = metricValueOf(publication.transformation.metricValue);
  if (value.kind === 'unreadable') return doubtful({ code: 'metric-value', message: '`metricValue` is not a number' });
  const standIn = value.kind === 'number' ? value.value : leastValue(settings);
  if (standIn === null || (value.kind === 'field' && series.isMath))
    return doubtful({ code: 'metric-value', message: '`metricValue` is a field, whose value is not known beforehand' });
  const own: Source = {
    metric: metricKey(metric),
    value: standIn,
    defaultValue: publication.transformation.defaultValue,
    role: 'hit',
  };
  const companions = companionsOf(series, metric, publication, others);
  if (companions === null)
    return doubtful({
      code: 'companions',
      message: 'another filter publishes a value that is not known beforehand into the metrics of the alarm',
    });
  const fed = new Set([own.metric, ...companions.map(({ source }) => source.metric)]);
  const unfed = series.metrics.find((candidate) => !fed.has(metricKey(candidate)));
  if (unfed)
    return doubtful({
      code: 'other-metric',
      message: `${series.named} also uses the metric \`${unfed.namespace}/${unfed.name}\`, whose values are not known`,
    });
  const decided = (roles: readonly Source['role'][]) =>
    decideFor(settings, series, [own, ...companions.map(({ source }, index) => ({ ...source, role: roles[index]! }))]);
  const facts = {
    alarm,
    settings,
    series,
    value: standIn,
    defaultValue: own.defaultValue,
    companions: companions.length,
  };
  const whole = decided(companions.map(() => 'maybe'));
  if (whole.kind === 'unclear') return doubtful(whole.why);
  const staggered = settings.datapointsToAlarm > 1 && companions.some(({ sameGroup }) => !sameGroup);
  if (whole.kind === 'rings' && !staggered) {
    const wanted = value.kind === 'field' && metric.statistic !== 'SampleCount';
    return {
      passes: wanted ? fieldIs(value, '>=', standIn) : TRUE,
      because: explain(facts, whole),
      ...noteOf(settings),
      waitSeconds: whole.waitSeconds,
      holdsSeconds: whole.holdsSeconds,
    };
  }
  const alone = companions.length === 0 ? whole : decided(companions.map(() => 'never'));
  if (alone.kind === 'unclear') return doubtful(alone.why);
  const because = explain(facts, alone);
  const mend = mendOf(alone);
  const base = { because, ...(mend === undefined ? {} : { mend }), waitSeconds: null, holdsSeconds: 0 };
  if (alone.kind === 'doubtful')
    return { ...base, passes: unknown({ code: `alarm-${alone.cause}`, message: because }) };
  if (value.kind === 'field' && alone.kind !== 'rings' && ['threshold', 'dilution'].includes(alone.cause))
    return { ...base, passes: unknown({ code: 'metric-value', message: because }) };
  const why: Reason = {
    code: 'companions',
    message: 'it depends on which other filters of the metric the event matches, and when',
  };
  if (alone.kind === 'rings') {
    // An event of another filter in the same period does what the same event would do there.
    return { ...base, passes: unknown(why), waitSeconds: alone.waitSeconds, holdsSeconds: 60 };
  }
  if (companions.length === 0) return { ...base, passes: FALSE };
  if (companions.length > MOST_COMPANIONS) return { ...base, passes: unknown(why) };
  return { ...base, passes: together(companions, decided, why), waitSeconds: settings.period };
}

/** The events that ring because further filters match them too, by the sets of filters for which it is so. */
function together(
  companions: readonly Companion[],
  decided: (roles: readonly Source['role'][]) => Outcome,
  why: Reason,
): Draft {
  const alternatives: Draft[] = [];
  for (let set = 1; set < 1 << companions.length; set++) {
    const chosen = companions.filter((_, index) => set & (1 << index));
    const outcome = decided(companions.map((_, index) => (set & (1 << index) ? 'must' : 'maybe')));
    if (outcome.kind === 'silent' || outcome.kind === 'sometimes') continue;
    const reach: Draft = { kind: 'all', of: chosen.map(({ reaches }) => reaches) };
    const certain = outcome.kind === 'rings' && chosen.every(({ sameGroup }) => sameGroup);
    alternatives.push(certain ? reach : between(FALSE, reach, why));
  }
  return { kind: 'any', of: alternatives };
}

type Outcome = Decision | { readonly kind: 'unclear'; readonly why: Reason };

function decideFor(settings: Settings, series: Series, sources: readonly Source[]): Outcome {
  const minutes = settings.period / 60;
  const buckets = bucketsOf(sources, minutes, !series.isMath);
  const unclear = (code: string, message: string): Outcome => ({ kind: 'unclear', why: { code, message } });
  if (!buckets)
    return unclear('too-many', `too many ways in which minutes with and without logs can mix in ${series.named}`);
  const point = (value: number | null): Point => (value === null ? '-' : breaches(settings, value) ? 'X' : '0');
  const pointsOf = (list: readonly Bucket[]): ReadonlySet<Point> | null => {
    const points = new Set<Point>();
    for (const bucket of list) {
      const values = series.values(bucket);
      if (values === 'unclear') return null;
      for (const value of values) points.add(point(value));
    }
    return points;
  };
  const quiet = pointsOf(buckets.quiet);
  const hit = pointsOf(buckets.hit);
  const crowd = pointsOf(buckets.crowd);
  const beside = pointsOf(buckets.beside);
  if (!quiet || !hit || !crowd || !beside)
    return unclear('statistic', `what ${series.named} makes of these data points is not something that we compute`);
  const { noLogs, logs } = worldsOf(sources, minutes);
  const worlds: World[] = [];
  for (const [name, world] of [['no-logs', noLogs] as const, ['logs', logs] as const]) {
    if (!world) continue;
    const quietValues = series.values(world.quiet[0]!);
    const hitValues = series.values(world.hit[0]!);
    if (quietValues === 'unclear' || hitValues === 'unclear')
      return unclear('statistic', `${series.named} is not computed`);
    // With `ignore`, a day without a single log event keeps the alarm in ALARM; that is rare where a default value is published.
    // Where the readings of what is not documented disagree, no world of one reading is an ordinary one.
    const disagree = new Set(quietValues.map(point)).size > 1 || new Set(hitValues.map(point)).size > 1;
    const rare = disagree || (name === 'no-logs' && logs !== null && settings.treatMissingData === 'ignore');
    quietValues.forEach((value, index) => {
      worlds.push({ name, quiet: point(value), hit: point(hitValues[index]!), rare });
    });
  }
  return decide(settings, { quiet, hit, crowd, beside }, worlds);
}

function companionsOf(
  series: Series,
  metric: WatchedMetric,
  publication: Publication,
  others: readonly Publication[],
): readonly Companion[] | null {
  const companions: Companion[] = [];
  const seen = new Set([metricKey(metric)]);
  const add = (candidate: Publication, watched: WatchedMetric): boolean => {
    if (!listens(candidate, watched)) return true;
    if (watched.unit !== undefined && watched.unit !== publishedUnit(candidate)) return true; // not retrieved
    const value = metricValueOf(candidate.transformation.metricValue);
    if (value.kind !== 'number') return false;
    const { defaultValue } = candidate.transformation;
    companions.push({
      source: { metric: metricKey(watched), value: value.value, defaultValue, role: 'maybe' },
      reaches: { kind: 'all', of: [candidate.reaches, dimensionsPass(candidate, watched)] },
      sameGroup: candidate.logGroup === publication.logGroup,
    });
    return true;
  };
  for (const other of others.filter((candidate) => candidate !== publication && !isSame(candidate, publication)))
    if (!add(other, metric)) return null;
  for (const watched of series.metrics) {
    const key = metricKey(watched);
    if (seen.has(key)) continue;
    seen.add(key);
    for (const candidate of [publication, ...others.filter((other) => !isSame(other, publication))])
      if (!add(candidate, watched)) return null;
  }
  return companions;
}

/** The same transformation of the same filter. */
export function isSame(a: Publication, b: Publication): boolean {
  return (
    a === b ||
    (a.filterId === b.filterId &&
      a.logGroup === b.logGroup &&
      JSON.stringify(a.transformation) === JSON.stringify(b.transformation))
  );
}

/** The least value of a field for which a `>=` or `>` alarm could ring; null for the other comparisons. */
function leastValue(settings: Settings): number | null {
  switch (settings.operator) {
    case 'GreaterThanOrEqualToThreshold':
      return settings.threshold;
    case 'GreaterThanThreshold':
      return settings.threshold + 1;
    default:
      return null;
  }
}

function noteOf(settings: Settings): { note?: string } {
  if (settings.evaluationPeriods * settings.period >= 300) return {};
  return {
    note: 'whether a metric filter stamps its data point with the time of the event or of its arrival is not documented; the alarm looks back less than five minutes',
  };
}

function doubtful(why: Reason): Judgement {
  return { passes: unknown(why), because: why.message, waitSeconds: null, holdsSeconds: 0 };
}
