import { canonical } from '../account/canonical.js';
import { samePolicy, statementsOf } from './same-policy.js';
import type { Step, WriteOperation } from './step.js';

/** The calls that set something which may be there already: what they set is replaced whole. */
export type SettingOperation = (typeof SETTINGS)[number];
export type Setting = Extract<Step, { readonly operation: SettingOperation }>;

const SETTINGS = [
  'cloudtrail:UpdateTrail',
  'cloudtrail:PutEventSelectors',
  'iam:PutRolePolicy',
  'logs:PutMetricFilter',
  'cloudwatch:PutMetricAlarm',
  'sns:SetTopicAttributes',
  'sns:SetSubscriptionAttributes',
  'kms:PutKeyPolicy',
] as const satisfies readonly WriteOperation[];

export function isSetting(step: Step): step is Setting {
  return (SETTINGS as readonly string[]).includes(step.operation);
}

/**
 * Is what is there (`found`, as the step that would set it) what the step `wanted` sets? By meaning: documents are not compared as
 * text, nor is a default that is answered and was not given. Of a trail only what the step names counts.
 */
export function sameSetting(found: Setting, wanted: Setting): boolean {
  if (found.operation !== wanted.operation || found.region !== wanted.region) return false;
  if (found.operation === 'iam:PutRolePolicy' && wanted.operation === 'iam:PutRolePolicy')
    return samePolicy(found.input.PolicyDocument, wanted.input.PolicyDocument);
  if (found.operation === 'kms:PutKeyPolicy' && wanted.operation === 'kms:PutKeyPolicy')
    return samePolicy(found.input.Policy, wanted.input.Policy);
  if (found.operation === 'sns:SetTopicAttributes' && wanted.operation === 'sns:SetTopicAttributes') {
    const [a, b] = [found.input.AttributeValue, wanted.input.AttributeValue];
    return wanted.input.AttributeName === 'Policy' ? samePolicy(a, b) : a === b;
  }
  if (found.operation === 'sns:SetSubscriptionAttributes' && wanted.operation === 'sns:SetSubscriptionAttributes')
    return isSame(parsed(found.input.AttributeValue), parsed(wanted.input.AttributeValue));
  if (found.operation === 'cloudtrail:UpdateTrail' && wanted.operation === 'cloudtrail:UpdateTrail') {
    const there: Readonly<Record<string, unknown>> = found.input;
    return Object.entries(wanted.input).every(([name, value]) => name === 'Name' || there[name] === value);
  }
  if (found.operation === 'cloudtrail:PutEventSelectors' && wanted.operation === 'cloudtrail:PutEventSelectors')
    return isSame(selectorsOf(found.input), selectorsOf(wanted.input));
  if (found.operation === 'logs:PutMetricFilter' && wanted.operation === 'logs:PutMetricFilter')
    return isSame(filterOf(found.input), filterOf(wanted.input));
  if (found.operation === 'cloudwatch:PutMetricAlarm' && wanted.operation === 'cloudwatch:PutMetricAlarm')
    return isSame(alarmOf(found.input), alarmOf(wanted.input));
  return false;
}

/** The settings of an alarm or a filter that are otherwise there than `wanted` sets them, by their names; of others none. */
export function differingMembers(found: Setting, wanted: Setting): readonly string[] {
  const [a, b] = [found, wanted].map((step): Members | null => {
    if (step.operation === 'logs:PutMetricFilter') return filterOf(step.input);
    return step.operation === 'cloudwatch:PutMetricAlarm' ? alarmOf(step.input) : null;
  });
  if (!a || !b) return [];
  const names = new Set([...Object.keys(a), ...Object.keys(b)]);
  return [...names].filter((name) => !isSame(a[name], b[name])).sort();
}

/** Of a policy: is nothing more in it of what `made` had added to `before`, whatever else somebody has put there? */
export function isWithoutAdded(found: Setting, made: Setting, before: Setting): boolean {
  const texts = [found, made, before].map(policyOf);
  const [there, written, old] = texts.map((text) => (text === null ? null : statementsOf(text)));
  if (!there || !written || !old) return false;
  const added = written.filter((statement) => !old.includes(statement));
  return added.length > 0 && added.every((statement) => !there.includes(statement));
}

function policyOf(step: Setting): string | null {
  if (step.operation === 'kms:PutKeyPolicy') return step.input.Policy;
  if (step.operation !== 'sns:SetTopicAttributes') return null;
  return step.input.AttributeName === 'Policy' ? step.input.AttributeValue : null;
}

function isSame(one: unknown, other: unknown): boolean {
  return JSON.stringify(canonical(one)) === JSON.stringify(canonical(other));
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

type Members = Readonly<Record<string, unknown>>;
type Input<O extends SettingOperation> = Extract<Step, { readonly operation: O }>['input'];

/** Basic selectors with their defaults (CloudTrail API reference, EventSelector); of advanced ones each that is not empty. */
function selectorsOf({ EventSelectors = [], AdvancedEventSelectors = [] }: Input<'cloudtrail:PutEventSelectors'>) {
  if (AdvancedEventSelectors.length > 0) return AdvancedEventSelectors.map(advancedOf);
  return EventSelectors.map((selector) => ({
    ReadWriteType: 'All',
    IncludeManagementEvents: true,
    DataResources: [],
    ExcludeManagementEventSources: [],
    ...given(selector),
  }));
}

function advancedOf({ FieldSelectors, ...rest }: Members): Members {
  const fields: readonly unknown[] = Array.isArray(FieldSelectors) ? FieldSelectors : [];
  return {
    ...said(rest),
    FieldSelectors: fields.map((one) => (typeof one === 'object' && one !== null ? said({ ...one }) : one)),
  };
}

function filterOf({ metricTransformations, ...rest }: Input<'logs:PutMetricFilter'>): Members {
  return {
    applyOnTransformedLogs: false,
    ...said(rest),
    metricTransformations: metricTransformations.map((one) => ({ unit: 'None', ...said(one) })),
  };
}

/** The defaults of PutMetricAlarm (CloudWatch API reference); which action stands first means nothing. */
function alarmOf(input: Input<'cloudwatch:PutMetricAlarm'>): Members {
  const { OKActions, AlarmActions, InsufficientDataActions, Dimensions, ...rest } = said(input);
  const sorted = (list: unknown): unknown =>
    Array.isArray(list) ? list.map((one) => JSON.stringify(canonical(one))).sort() : [];
  return {
    ActionsEnabled: true,
    TreatMissingData: 'missing',
    DatapointsToAlarm: rest.EvaluationPeriods,
    ...rest,
    ...Object.fromEntries(
      Object.entries({ OKActions, AlarmActions, InsufficientDataActions, Dimensions }).map(([name, list]) => [
        name,
        sorted(list),
      ]),
    ),
  };
}

function given(members: Members): Members {
  return Object.fromEntries(Object.entries(members).filter(([, value]) => value !== undefined && value !== null));
}

/** Without what says nothing. */
function said(members: object): Members {
  const isNothing = (value: unknown): boolean =>
    value === '' ||
    (Array.isArray(value) && value.length === 0) ||
    (typeof value === 'object' && value !== null && !Array.isArray(value) && Object.keys(value).length === 0);
  return Object.fromEntries(Object.entries(given({ ...members })).filter(([, value]) => !isNothing(value)));
}
