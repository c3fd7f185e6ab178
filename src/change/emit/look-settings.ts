import { ALARM_SETTINGS } from '../alarm-settings.js';
import type { WriteInputs } from '../step.js';
import { agrees, any, type Expected, holds, is, items, members, NOTHING, SOMETHING } from './expected.js';

/**
 * PutMetricAlarm replaces all of them. `old`: of the alarm as the step leaves it, what it had before, so that what nobody set before
 * or with the step is not looked at, and actions that others have added since stay; null: of an alarm as it was, which must not have
 * what it did not have.
 */
export function settings(alarm: Settings, old: Settings | null): Expected {
  return members(
    ALARM_SETTINGS.flatMap((name): readonly (readonly [string, Expected])[] => {
      const [value, before] = [alarm[name], old?.[name]];
      if (old !== null && ACTIONS.has(name) && isWithin(before, value)) {
        const added: readonly string[] = Array.isArray(value) ? value.map(String) : [];
        return added.length > 0 ? [[name, holds(...added)]] : [];
      }
      if (value !== undefined && value !== null) return [[name, agrees(value)]];
      const isCompared = name !== 'ActionsEnabled' && (old === null || before !== undefined);
      return isCompared ? [[name, NOTHING]] : [];
    }),
  );
}

type Settings = Readonly<Record<string, unknown>>;

/** What others add to. */
const ACTIONS: ReadonlySet<string> = new Set(['AlarmActions', 'OKActions', 'InsufficientDataActions']);

function isWithin(some: unknown, all: unknown): boolean {
  const [part, whole] = [some, all].map((list): readonly unknown[] => (Array.isArray(list) ? list : []));
  return (part ?? []).every((one) => whole?.includes(one));
}

export function filter(input: WriteInputs['logs:PutMetricFilter']): Expected {
  return members([
    ['filterPattern', agrees(input.filterPattern)],
    [
      'metricTransformations',
      items(
        input.metricTransformations.map((one) =>
          members([
            ['metricName', agrees(one.metricName)],
            ['metricNamespace', agrees(one.metricNamespace)],
            ['metricValue', agrees(one.metricValue)],
            ['defaultValue', agrees(one.defaultValue)],
            ['dimensions', one.dimensions === undefined ? NOTHING : is(one.dimensions)],
            ['unit', (one.unit ?? 'None') === 'None' ? any(NOTHING, is('None')) : is(one.unit)],
          ]),
        ),
      ),
    ],
    ['applyOnTransformedLogs', agrees(input.applyOnTransformedLogs)],
    ['fieldSelectionCriteria', agrees(input.fieldSelectionCriteria)],
    ['emitSystemFieldDimensions', agrees(input.emitSystemFieldDimensions)],
  ]);
}

/**
 * A policy with the statements that it lacked before, by their names: services answer a policy in another form than it was put, and
 * what others have added since stays.
 */
export function policy(text: string, old: string | undefined): Expected {
  const before = new Set(sidsIn(old ?? ''));
  const added = sidsIn(text).filter((sid) => !before.has(sid));
  return added.length === 0 ? is(text) : any(is(text), holds(...added.map((sid) => JSON.stringify(sid))));
}

function sidsIn(text: string): readonly string[] {
  const { Statement: statements = [] } = (parsed(text) ?? {}) as { readonly Statement?: unknown };
  const list: readonly unknown[] = Array.isArray(statements) ? statements : [statements];
  return list.flatMap((one) => {
    const { Sid } = (one ?? {}) as { readonly Sid?: unknown };
    return typeof Sid === 'string' && Sid !== '' ? [Sid] : [];
  });
}

/** The AWS CLI answers the documents of IAM as JSON. */
export function document(text: string): Expected {
  const found = parsed(text);
  return found === null ? SOMETHING : is(found);
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return null;
  }
}

type Selectors = WriteInputs['cloudtrail:PutEventSelectors'];
type Selector = Readonly<Record<string, unknown>>;

/** A selector of one kind takes the place of all of the other. */
export function selectors({ EventSelectors = [], AdvancedEventSelectors = [] }: Selectors): Expected {
  return members([
    ['EventSelectors', items(EventSelectors.map(basic))],
    ['AdvancedEventSelectors', items(AdvancedEventSelectors.map(advanced))],
  ]);
}

export const NO_SELECTORS: Expected = selectors({ TrailName: '' });

/** What records all management events, and what CloudTrail answers of a trail that was never given one. */
export function isUsual({ EventSelectors = [] }: Selectors): boolean {
  const [one, ...others] = EventSelectors;
  const { ReadWriteType, IncludeManagementEvents, ...rest } = one ?? {};
  const isAll = ReadWriteType === 'All' && IncludeManagementEvents === true;
  return (
    others.length === 0 && isAll && Object.values(rest).every((value) => Array.isArray(value) && value.length === 0)
  );
}

function basic(one: Selector): Expected {
  const orDefault = (value: unknown, usual: unknown) => (value === undefined ? any(NOTHING, is(usual)) : agrees(value));
  return members([
    ['ReadWriteType', orDefault(one.ReadWriteType, 'All')],
    ['IncludeManagementEvents', orDefault(one.IncludeManagementEvents, true)],
    ['DataResources', agrees(one.DataResources)],
    ['ExcludeManagementEventSources', agrees(one.ExcludeManagementEventSources)],
  ]);
}

const OPERATORS = ['Equals', 'StartsWith', 'EndsWith', 'NotEquals', 'NotStartsWith', 'NotEndsWith'];

function advanced({ Name, FieldSelectors }: Selector): Expected {
  const fields = Array.isArray(FieldSelectors) ? (FieldSelectors as readonly Selector[]) : [];
  return members([
    ['Name', agrees(Name)],
    [
      'FieldSelectors',
      items(fields.map((field) => members(['Field', ...OPERATORS].map((name) => [name, agrees(field[name])])))),
    ],
  ]);
}
