import type { Control } from '../catalogue/control.js';
import type { Path } from '../chain/link.js';
import type { Bench } from './bench.js';
import { newFilter } from './build/metric-filter.js';
import { subscribed } from './build/subscription.js';
import { ringing } from './candidates.js';
import { isMeant } from './is-meant.js';
import { groupName } from './look.js';
import { type FoundFilter, filterAt } from './mend/metric-filter.js';
import { mendTrail } from './mend/trail.js';
import { covers, type Open, type Proof } from './proof.js';

/**
 * Ways to have Security Hub's own text on a log group, beside what proves the control: published into a metric of the control's own, on
 * whose alarm somebody waits already, or with an alarm of its own; where the trail does not record all that the check asks for, with
 * that as well.
 */
export function literalCandidates(
  bench: Bench,
  control: Control,
  proof: Proof,
  topics: readonly string[],
): readonly Bench[] {
  const pattern = control.literalPattern;
  if (pattern === null) return [];
  const { account } = bench.account;
  const filterName = `${control.slug}-literal`;
  const own = proof.paths.filter((path) => path.links.every((link) => link.account === account));
  const all = bench.task
    .questions(control)
    .map((question): Open => ({ question, demand: question.demandIn(question.regions) }));
  const wanted = { control, open: all, proof, topics };
  const found: Bench[] = [];
  for (const path of own) {
    const trail = path.links.find(({ kind }) => kind === 'trail');
    const group = path.links.find(({ kind }) => kind === 'log-group');
    if (!trail || !group || group.id.startsWith('(')) continue;
    const place = { control, path, link: trail, open: [] };
    const whole = mendTrail(bench, { ...place, failing: new Set(['selectors', 'multi-region']) });
    if (whole) found.push(whole);
    for (const ready of whole ? [bench, whole] : [bench]) {
      const name = groupName(group.id);
      const metric = path.links.at(-1)?.kind === 'subscription' ? ownMetric(ready, control, path) : null;
      const beside = metric && newFilter(ready, group.region, name, control, pattern, metric, filterName);
      if (beside) found.push(beside.bench);
      const alone = newFilter(ready, group.region, name, control, pattern, undefined, filterName);
      if (alone) found.push(...ringing(alone.bench, wanted, group.region, alone.transformation));
    }
    const topic = path.links.find(({ kind }) => kind === 'topic')?.id;
    const told = topic === undefined ? null : subscribed(bench, topic);
    if (told) found.push(told);
  }
  // The check counts subscribers: a topic that nobody reads yet is not built for it.
  return found.filter(({ assumptions }) => assumptions.every(({ isConfirmation }) => isConfirmation));
}

type Metric = FoundFilter['input']['metricTransformations'][number];

/** Of a filter by which the control is told; another control's alarm would tell of this one under a wrong name. */
function ownMetric(bench: Bench, control: Control, path: Path): Metric | null {
  const { input } = filterAt(bench, { path }) ?? {};
  const link = path.links.find(({ kind }) => kind === 'metric-filter');
  if (!input || !link) return null;
  const pattern = input.filterPattern;
  const isOwn = covers(bench.task, pattern, control) || isMeant(link, pattern, { control, open: [] }, bench);
  return isOwn ? (input.metricTransformations[0] ?? null) : null;
}
