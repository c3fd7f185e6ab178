import type { MetricFilter } from '../../account/answers.js';
import { add, type Bench, type Proposal, WEIGHT } from '../bench.js';
import { COST } from '../cost.js';
import { extended } from '../extend-pattern.js';
import { filtersOf, groupName } from '../look.js';
import { step, type WriteInputs } from '../step.js';
import { type Mend, only, type Place } from './mend.js';

type FilterInput = WriteInputs['logs:PutMetricFilter'];
const MENDABLE = ['pattern', 'field-selection', 'transformed'];

/** A filter that looks at less than it should, or asks for something else. One that publishes no metric cannot be made by AWS. */
export const mendMetricFilter: Mend = (bench, place) => {
  const found = filterAt(bench, place);
  if (!found || !only(place.failing, ...MENDABLE)) return null;
  const { failing, link } = place;
  const titles: string[] = [];
  let input = found.input;
  if (failing.has('pattern')) {
    const made = extended(bench.task, input.filterPattern, place.control, place.open);
    if (made === null) return null;
    input = { ...input, filterPattern: made.pattern };
    titles.push(
      `extend the pattern of the metric filter \`${link.id}\` so that it catches ${named(made.events)} as well`,
    );
  }
  if (failing.has('field-selection')) {
    const { fieldSelectionCriteria: _criteria, ...rest } = input;
    input = rest;
    titles.push(`take the field selection criteria from the metric filter \`${link.id}\``);
  }
  if (failing.has('transformed')) {
    input = { ...input, applyOnTransformedLogs: false };
    titles.push(`let the metric filter \`${link.id}\` look at the log events as they came`);
  }
  const warning = failing.has('transformed')
    ? 'the pattern may have been written for transformed log events, and the metric will count others'
    : 'the metric will count more events, and the alarms on it will ring for them';
  return add(bench, WEIGHT.changes, filterProposal(found.region, link.id, input, titles.join(', and '), warning));
};

/** Most events that a title names. */
const MOST_NAMED = 3;

function named(events: readonly string[]): string {
  const words = events.slice(0, MOST_NAMED).map((event) => `\`${event}\``);
  const rest = events.length - words.length;
  if (rest > 0) words.push(`${rest} ${rest === 1 ? 'other' : 'others'}`);
  const last = words.at(-1) ?? '';
  return words.length < 2 ? last : `${words.slice(0, -1).join(', ')} and ${last}`;
}

export function filterProposal(
  region: string,
  id: string,
  input: FilterInput,
  title: string,
  warning: string,
): Proposal {
  return {
    step: step('logs:PutMetricFilter', region, input),
    title,
    link: { kind: 'metric-filter', id },
    risk: 'changes',
    warning,
    cost: COST.none,
    notUndone: null,
  };
}

export interface FoundFilter {
  readonly region: string;
  readonly input: FilterInput;
}

/** The filter on the path, as PutMetricFilter takes it. */
export function filterAt(bench: Bench, { path }: Pick<Place, 'path'>): FoundFilter | null {
  const group = path.links.find(({ kind }) => kind === 'log-group');
  const link = path.links.find(({ kind }) => kind === 'metric-filter');
  if (!group || !link || group.account !== bench.account.account) return null;
  const name = groupName(group.id);
  const filter = filtersOf(bench.account, group.region, name).find(({ filterName }) => filterName === link.id);
  const input = filter && filterInput(filter, name);
  return input ? { region: group.region, input } : null;
}

/** Null where AWS did not tell all that is needed to put it again. */
export function filterInput(filter: MetricFilter, logGroupName: string): FilterInput | null {
  const { filterName, filterPattern, metricTransformations, applyOnTransformedLogs, fieldSelectionCriteria } = filter;
  if (filterName === undefined || filterPattern === undefined) return null;
  const transformations = (metricTransformations ?? []).flatMap(
    ({ metricName, metricNamespace, metricValue, defaultValue, dimensions, unit }) =>
      metricName === undefined || metricNamespace === undefined || metricValue === undefined
        ? []
        : [
            {
              metricName,
              metricNamespace,
              metricValue,
              ...(defaultValue === undefined ? {} : { defaultValue }),
              ...(dimensions === undefined ? {} : { dimensions }),
              ...(unit === undefined ? {} : { unit }),
            },
          ],
  );
  if (transformations.length !== (metricTransformations ?? []).length) return null;
  return {
    logGroupName,
    filterName,
    filterPattern,
    metricTransformations: transformations,
    ...(applyOnTransformedLogs === undefined ? {} : { applyOnTransformedLogs }),
    ...(fieldSelectionCriteria === undefined ? {} : { fieldSelectionCriteria }),
    ...(filter.emitSystemFieldDimensions === undefined
      ? {}
      : { emitSystemFieldDimensions: filter.emitSystemFieldDimensions }),
  };
}
