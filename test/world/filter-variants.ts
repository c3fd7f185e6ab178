import type { WorldControl } from './controls.js';
import type { PatternVariant } from './pattern-variants.js';
import type { AlarmSpec, FilterSpec, World } from './specs.js';
import type { Passes, Tag } from './truth.js';
import { coversOf, onlyFilter } from './world.js';

export type FilterVariant = (made: World, spec: FilterSpec) => void;

function tag(spec: FilterSpec, fault: string, passes: Passes, link: Tag['link'] = 'metric-filter'): void {
  spec.tags.push({ fault, link, passes });
}

/** Gives the filter another pattern; of other controls' events nothing is claimed unless the printed pattern's claim stands. */
export function setPattern(spec: FilterSpec, control: WorldControl, variant: PatternVariant, printed: boolean): void {
  const usual = coversOf(control);
  spec.filter.filterPattern = variant.pattern;
  spec.tags = spec.tags.filter(({ fault }) => fault !== 'unparsable');
  spec.covers = (cell) => {
    const own = usual(cell);
    if (own !== 'holds') return printed ? own : 'open';
    return variant.covers(cell);
  };
}

function alarms(spec: FilterSpec, change: (alarm: AlarmSpec['alarm']) => void): void {
  for (const { alarm } of spec.alarms) change(alarm);
}

/** What may be set on a filter without harm. */
export const SOUND_FILTERS = {
  plain: () => {},
  'no default': (_, spec) => {
    delete spec.metric.defaultValue;
  },
  'counts five': (_, spec) => {
    spec.metric.metricValue = '5';
  },
  'a unit that the alarm does not ask for': (_, spec) => {
    spec.metric.unit = 'Count';
  },
  'the unit that the alarm asks for': (_, spec) => {
    if (!onlyFilter(spec)) return;
    spec.metric.unit = 'Count';
    alarms(spec, (alarm) => {
      alarm.Unit = 'Count';
    });
  },
  'its own account selected': (made, spec) => {
    spec.filter.fieldSelectionCriteria = `@aws.account = "${made.id}"`;
    // The field is documented for centralised log groups; what it holds elsewhere is not.
    tag(spec, 'its own account selected', 'open');
  },
} satisfies Record<string, FilterVariant>;

export const FAULTY_FILTERS = {
  'another account selected': (_, spec) => {
    spec.filter.fieldSelectionCriteria = '@aws.account = "999999999999"';
    tag(spec, 'another account selected', 'open');
  },
  transformed: (_, spec) => {
    spec.filter.applyOnTransformedLogs = true;
    tag(spec, 'transformed', 'unknown');
  },
  'counts nothing': (_, spec) => {
    // A zero is a sample as well.
    if (spec.alarms.some(({ alarm }) => alarm.Statistic === 'SampleCount')) return;
    spec.metric.metricValue = '0';
    // The filter publishes a zero; it is the alarm that a zero does not ring.
    tag(spec, 'counts nothing', 'broken', 'alarm');
  },
  'counts what is not there': (_, spec) => {
    delete spec.metric.defaultValue;
    spec.metric.metricValue = '$.requestParameters.count';
    tag(spec, 'counts what is not there', 'open');
  },
  'another namespace': (_, spec) => {
    spec.metric.metricNamespace = `${spec.metric.metricNamespace}s`;
    tag(spec, 'another namespace', 'broken', 'metric');
  },
  'another metric name': (_, spec) => {
    spec.metric.metricName = spec.metric.metricName?.toLowerCase() ?? '';
    tag(spec, 'another metric name', 'broken', 'metric');
  },
  'dimensions that the alarm does not name': (_, spec) => {
    if (spec.metric.dimensions) return;
    delete spec.metric.defaultValue;
    spec.metric.dimensions = { eventName: '$.eventName' };
    tag(spec, 'dimensions that the alarm does not name', 'broken', 'metric');
  },
  'a dimension of one event': (_, spec) => {
    // An expression names its dimensions elsewhere.
    if (!onlyFilter(spec) || spec.metric.dimensions || spec.alarms.some(({ alarm }) => alarm.Metrics)) return;
    // An alarm that names a dimension is at fault for it; another one in its place would mend it.
    if (spec.alarms.some(({ alarm }) => (alarm.Dimensions ?? []).length > 0)) return;
    // Dimensions leave no room for a default value, and an alarm may be at fault for that value alone.
    if (spec.alarms.some(({ alarm }) => alarm.Statistic !== 'Sum' && alarm.Statistic !== 'Maximum')) return;
    // One that rings at nothing is at fault for it too, unless what is published is nothing.
    if (spec.alarms.some(({ alarm }) => alarm.ComparisonOperator?.startsWith('LessThan'))) return;
    delete spec.metric.defaultValue;
    spec.metric.dimensions = { eventName: '$.eventName' };
    alarms(spec, (alarm) => {
      alarm.Dimensions = [{ Name: 'eventName', Value: 'DisableKey' }];
    });
    tag(spec, 'a dimension of one event', ({ name }) => (name === 'DisableKey' ? 'holds' : 'broken'), 'metric');
  },
  unparsable: (_, spec) => {
    spec.filter.filterPattern = '{ ($.eventName = ConsoleLogin) && ($.errorMessage = Failed authentication) }';
    tag(spec, 'unparsable', 'unknown');
  },
} satisfies Record<string, FilterVariant>;
