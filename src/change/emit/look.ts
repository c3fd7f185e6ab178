import type { Change } from '../change.js';
import { idOf } from '../change-id.js';
import { isOutput, type Output, type Step, type WriteInputs, type WriteOperation } from '../step.js';
import {
  agrees,
  any,
  type Expected,
  expectedJson,
  holds,
  is,
  jmespath,
  jmespathLiteral,
  members,
  NOTHING,
  SOMETHING,
} from './expected.js';
import { document, filter, isUsual, NO_SELECTORS, policy, selectors, settings } from './look-settings.js';

/** What a script asks before a step that would replace something, so that it replaces nothing that the plan has not seen. */
export interface Look {
  readonly service: string;
  readonly command: string;
  readonly input: Readonly<Record<string, unknown>>;
  /** The error by which AWS says that nothing is there, where nothing is to be there. */
  readonly absent: string | null;
  /** Of the answer: a member, or of the list in it the item with a name. Null: the answer itself. */
  readonly at: { readonly member: string; readonly named?: readonly [member: string, value: string] } | null;
  /** As the step leaves it. */
  readonly done: Expected;
  /** As the plan saw it. */
  readonly planned: Expected;
}

/** Null: the step replaces nothing, or what was there is not known. `changes`: all of the plan. */
export function lookBefore({ step, undo }: Change, changes: readonly Change[]): Look | null {
  const all = changes.map((change) => change.step);
  const at = all.indexOf(step);
  const old = undo.find(({ operation }) => operation === step.operation) ?? null;
  const look = lookAt(step, old, all);
  if (look === null) return null;
  const same = idOf(step);
  const isSame = (one: Step) => idOf(one) === same;
  // What is written twice is found as it was written last when the script is run again.
  const later = all
    .slice(at + 1)
    .filter(isSame)
    .flatMap((one) => lookAt(one, step, all)?.done ?? []);
  const earlier = all.slice(0, at).findLast(isSame);
  return {
    ...look,
    done: later.length > 0 ? any(look.done, ...later) : look.done,
    planned: (earlier && lookAt(earlier, null, all)?.done) ?? look.planned,
  };
}

function lookAt(step: Step, old: Step | null, all: readonly Step[]): Look | null {
  const make = LOOKS[step.operation] as Make<WriteOperation> | undefined;
  return make?.(step.input, { old: (old?.input as WriteInputs[WriteOperation] | undefined) ?? null, all }) ?? null;
}

interface Around<O extends WriteOperation> {
  /** What takes the step back: as it was before. Null: nothing was there, or it is not known. */
  readonly old: WriteInputs[O] | null;
  /** The steps of the plan. */
  readonly all: readonly Step[];
}

type Make<O extends WriteOperation> = (input: WriteInputs[O], around: Around<O>) => Look | null;

const LOOKS: { readonly [O in WriteOperation]?: Make<O> } = {
  'cloudwatch:PutMetricAlarm': (input, { old, all }) => ({
    ...asking('cloudwatch', 'describe-alarms', { AlarmNames: [input.AlarmName] }),
    at: { member: 'MetricAlarms', named: ['AlarmName', input.AlarmName] },
    done: settings(isSwitchedOn(input.AlarmName, all) ? { ...input, ActionsEnabled: undefined } : input, old ?? {}),
    planned: old === null ? NOTHING : settings(old, null),
  }),

  'logs:PutMetricFilter': (input, { old }) => {
    const { logGroupName, filterName } = input;
    return {
      ...asking('logs', 'describe-metric-filters', { logGroupName, filterNamePrefix: filterName }),
      at: { member: 'metricFilters', named: ['filterName', filterName] },
      done: filter(input),
      planned: old === null ? NOTHING : filter(old),
    };
  },

  'sns:SetTopicAttributes': (input, { old, all }) => {
    const { TopicArn, AttributeName, AttributeValue } = input;
    const isNew = all.some((one) => one.operation === 'sns:CreateTopic' && isTopic(TopicArn, one));
    const before = isNew ? NEW_TOPIC[AttributeName] : old && textual(old.AttributeValue);
    if (before === null) return null;
    const done = AttributeName === 'Policy' ? policy(AttributeValue, old?.AttributeValue) : is(AttributeValue);
    return {
      ...asking('sns', 'get-topic-attributes', { TopicArn }),
      at: { member: 'Attributes' },
      done: members([[AttributeName, done]]),
      planned: members([[AttributeName, before]]),
    };
  },

  'sns:SetSubscriptionAttributes': ({ SubscriptionArn, AttributeName, AttributeValue }, { old }) => {
    if (old === null) return null;
    // Where there is none, what takes the step back is the policy that filters nothing.
    const before = old.AttributeValue === '{}' ? any(NOTHING, is('{}')) : textual(old.AttributeValue);
    return {
      ...asking('sns', 'get-subscription-attributes', { SubscriptionArn }),
      at: { member: 'Attributes' },
      done: members([[AttributeName, AttributeValue === '{}' ? any(NOTHING, is('{}')) : is(AttributeValue)]]),
      planned: members([[AttributeName, before]]),
    };
  },

  'kms:PutKeyPolicy': ({ KeyId, PolicyName, Policy }, { old }) =>
    old && {
      ...asking('kms', 'get-key-policy', { KeyId, PolicyName }),
      at: null,
      done: members([['Policy', policy(Policy, old.Policy)]]),
      planned: members([['Policy', is(old.Policy)]]),
    },

  'kms:CreateAlias': ({ AliasName, TargetKeyId }) => ({
    ...asking('kms', 'describe-key', { KeyId: AliasName }, 'NotFoundException'),
    at: { member: 'KeyMetadata' },
    done: members([['KeyId', is(isOutput(TargetKeyId) ? TargetKeyId : (TargetKeyId.split('/').at(-1) ?? ''))]]),
    planned: NOTHING,
  }),

  'cloudtrail:CreateTrail': ({ Name, S3BucketName, CloudWatchLogsLogGroupArn, IsMultiRegionTrail }) => ({
    ...asking('cloudtrail', 'describe-trails', { includeShadowTrails: false }),
    at: { member: 'trailList', named: ['Name', Name] },
    done: agrees({ S3BucketName, CloudWatchLogsLogGroupArn, IsMultiRegionTrail }),
    planned: NOTHING,
  }),

  'cloudtrail:UpdateTrail': ({ Name, ...settings }, { old }) => {
    if (old === null) return null;
    const { Name: _name, ...before } = old;
    return {
      ...asking('cloudtrail', 'describe-trails', {}),
      at: { member: 'trailList', named: [Name.startsWith('arn:') ? 'TrailARN' : 'Name', Name] },
      done: agrees(settings),
      planned: agrees(before),
    };
  },

  'cloudtrail:PutEventSelectors': (input, { old }) =>
    old && {
      ...asking('cloudtrail', 'get-event-selectors', { TrailName: input.TrailName }),
      at: null,
      done: selectors(input),
      planned: isUsual(old) ? any(NO_SELECTORS, selectors(old)) : selectors(old),
    },

  /** Whatever period somebody chose stays: events are not to be deleted that were to be kept. */
  'logs:PutRetentionPolicy': ({ logGroupName }) => ({
    ...asking('logs', 'describe-log-groups', { logGroupNamePrefix: logGroupName }),
    at: { member: 'logGroups', named: ['logGroupName', logGroupName] },
    done: members([['retentionInDays', SOMETHING]]),
    planned: members([['retentionInDays', NOTHING]]),
  }),

  's3:PutBucketPolicy': ({ Bucket, Policy }) => ({
    ...asking('s3api', 'get-bucket-policy', { Bucket }, 'NoSuchBucketPolicy'),
    at: null,
    done: members([['Policy', policy(Policy, undefined)]]),
    planned: NOTHING,
  }),

  'iam:CreateRole': ({ RoleName, AssumeRolePolicyDocument }) => ({
    ...asking('iam', 'get-role', { RoleName }, 'NoSuchEntity'),
    at: { member: 'Role' },
    done: members([['AssumeRolePolicyDocument', document(AssumeRolePolicyDocument)]]),
    planned: NOTHING,
  }),

  'iam:PutRolePolicy': ({ RoleName, PolicyName, PolicyDocument }) => ({
    ...asking('iam', 'get-role-policy', { RoleName, PolicyName }, 'NoSuchEntity'),
    at: null,
    done: members([['PolicyDocument', document(PolicyDocument)]]),
    planned: NOTHING,
  }),
};

function asking(
  service: string,
  command: string,
  input: Readonly<Record<string, unknown>>,
  absent: string | null = null,
): Pick<Look, 'service' | 'command' | 'input' | 'absent'> {
  return { service, command, input, absent };
}

function isSwitchedOn(alarm: string, all: readonly Step[]): boolean {
  return all.some((one) => one.operation === 'cloudwatch:EnableAlarmActions' && one.input.AlarmNames.includes(alarm));
}

function isTopic(
  arn: string,
  { region, input }: { readonly region: string; readonly input: { readonly Name: string } },
) {
  return arn.includes(`:sns:${region}:`) && arn.endsWith(`:${input.Name}`);
}

/** As SNS makes it. */
const NEW_TOPIC = { Policy: holds('"__default_policy_ID"'), KmsMasterKeyId: NOTHING };

function textual(text: string): Expected {
  return text === '' ? NOTHING : is(text);
}

/** The look as a query of the AWS CLI, which answers `done`, `planned` or `changed`. */
export function lookQuery({ at, done, planned }: Look, output: (output: Output) => string): string {
  const answers = (expected: Expected, word: string) =>
    `(${jmespath(expected, output)} && ${jmespathLiteral(word, output)})`;
  const named = at?.named ? `[?${at.named[0]} == ${jmespathLiteral(at.named[1], output)}] | [0]` : '';
  const path = at === null ? '' : `${at.member}${named} | `;
  const answer = [answers(done, 'done'), answers(planned, 'planned'), jmespathLiteral('changed', output)];
  return `${path}${answer.join(' || ')}`;
}

/** The same for PowerShell, which looks for itself: programs are handed quotes in different ways. */
export function lookJson({ at, done, planned }: Look): object {
  return {
    member: at?.member ?? null,
    named: at?.named ?? null,
    done: expectedJson(done),
    planned: expectedJson(planned),
  };
}
