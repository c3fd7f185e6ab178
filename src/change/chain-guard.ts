import { parseArn } from '../account/arn.js';
import type { Json } from '../predicate/json.js';

type Statement = Readonly<Record<string, Json>>;
type Document = Readonly<Record<string, Json>>;

interface Guard {
  readonly sid: string;
  /** The ARNs of the scope that it is about. */
  readonly isOf: (service: string, resource: string) => boolean;
  /** What the alarms rest on, taken away. */
  readonly deletions: readonly string[];
  /** What they rest on, altered: denied only for what is named, because everybody does it to things of their own. */
  readonly alterations: readonly string[];
}

const TRAILS = 'ProtectTrails';

const GUARDS: readonly Guard[] = [
  {
    sid: TRAILS,
    isOf: (service) => service === 'cloudtrail',
    deletions: [
      'cloudtrail:StopLogging',
      'cloudtrail:DeleteTrail',
      'cloudtrail:UpdateTrail',
      'cloudtrail:PutEventSelectors',
    ],
    alterations: [],
  },
  {
    sid: 'ProtectDelivery',
    isOf: (service, resource) => service === 'iam' && resource.startsWith('role/'),
    deletions: [],
    // The role with which a trail writes to its log group.
    alterations: [
      'iam:DeleteRole',
      'iam:DeleteRolePolicy',
      'iam:DetachRolePolicy',
      'iam:PutRolePolicy',
      'iam:AttachRolePolicy',
      'iam:PutRolePermissionsBoundary',
      'iam:UpdateAssumeRolePolicy',
    ],
  },
  {
    sid: 'ProtectLogGroups',
    isOf: (service) => service === 'logs',
    deletions: ['logs:DeleteLogGroup', 'logs:DeleteMetricFilter'],
    // A mask hides what a filter looks for, and CloudTrail cannot write with a key that it may not use.
    alterations: [
      'logs:DeleteLogStream',
      'logs:PutMetricFilter',
      'logs:PutDataProtectionPolicy',
      'logs:PutTransformer',
      'logs:AssociateKmsKey',
    ],
  },
  {
    sid: 'ProtectAlarms',
    isOf: (service) => service === 'cloudwatch',
    deletions: ['cloudwatch:DeleteAlarms', 'cloudwatch:DisableAlarmActions'],
    // To mute an alarm needs the permission on the alarm as well (CloudWatch API reference, PutAlarmMuteRule).
    // An alarm that was set to ALARM by hand tells nobody of the event that follows.
    alterations: [
      'cloudwatch:PutMetricAlarm',
      'cloudwatch:PutCompositeAlarm',
      'cloudwatch:PutAlarmMuteRule',
      'cloudwatch:SetAlarmState',
    ],
  },
  {
    sid: 'ProtectRules',
    isOf: (service, resource) => service === 'events' && resource.startsWith('rule/'),
    deletions: ['events:DisableRule', 'events:DeleteRule', 'events:RemoveTargets'],
    // PutRule and PutTargets replace what has the same name.
    alterations: ['events:PutRule', 'events:PutTargets'],
  },
  {
    sid: 'ProtectBuses',
    isOf: (service, resource) => service === 'events' && resource.startsWith('event-bus/'),
    deletions: [],
    alterations: ['events:UpdateEventBus', 'events:RemovePermission'],
  },
  {
    sid: 'ProtectTopics',
    isOf: (service) => service === 'sns',
    deletions: ['sns:DeleteTopic'],
    alterations: ['sns:SetTopicAttributes', 'sns:RemovePermission', 'sns:PutDataProtectionPolicy'],
  },
  {
    sid: 'ProtectKeys',
    isOf: (service) => service === 'kms',
    deletions: [],
    // Without the key of a topic, say, nothing is published to it.
    alterations: ['kms:PutKeyPolicy', 'kms:DisableKey', 'kms:ScheduleKeyDeletion'],
  },
];

/**
 * IAM decides these without a resource (service authorization reference, "Actions defined by Amazon SNS"): a statement that names
 * topics would not be about them.
 */
const SUBSCRIPTIONS: Guard = {
  sid: 'ProtectSubscriptions',
  isOf: () => false,
  deletions: ['sns:Unsubscribe', 'sns:SetSubscriptionAttributes'],
  alterations: [],
};

/** For all log groups of an account at once: a mask hides what filters look for. IAM decides it without a resource, too. */
const MASKS: Guard = {
  sid: 'ProtectAccountPolicies',
  isOf: () => false,
  deletions: ['logs:PutAccountPolicy'],
  alterations: [],
};

/**
 * The most characters of a service control policy, as it is printed: until May 2026 no organization took more, and since then each
 * takes twice as many (AWS Organizations user guide, "Quotas and service limits"; AWS announcement of 15 May 2026).
 */
export const POLICY_CHARACTERS = 5_120;

/** Policies that deny to take the chain away, each within the length that AWS takes. `scope`: ARNs; none: everything of its kind. */
export function chainGuards(scope: readonly string[], condition: Json): readonly Document[] {
  const pieces = scope.length === 0 ? everything(condition) : named(scope, condition);
  const documents: Statement[][] = [[]];
  const always = [SUBSCRIPTIONS, MASKS].map(({ sid, deletions }) => statement(sid, deletions, '*', condition));
  for (const piece of [...pieces, ...always]) {
    const grown = withStatement(documents.at(-1)!, piece);
    if (lengthOf(policy(grown)) <= POLICY_CHARACTERS) documents[documents.length - 1] = grown;
    else documents.push([piece]);
  }
  return documents.map(policy);
}

function everything(condition: Json): readonly Statement[] {
  return GUARDS.filter(({ deletions }) => deletions.length > 0).map(({ sid, deletions }) =>
    statement(sid, deletions, '*', condition),
  );
}

/**
 * One statement for each ARN: those of one kind are put together again as far as there is room. Where no trail is named, every one is
 * meant: EventBridge hears of calls only while some trail logs them.
 */
function named(scope: readonly string[], condition: Json): readonly Statement[] {
  return GUARDS.flatMap(({ sid, isOf, deletions, alterations }) => {
    const own = scope.filter((arn) => {
      const parsed = parseArn(arn);
      return parsed !== null && isOf(parsed.service, parsed.resource);
    });
    const resources = own.length === 0 && sid === TRAILS ? ['*'] : own.map((arn) => [arn]);
    return resources.map((of) => statement(sid, [...deletions, ...alterations], of, condition));
  });
}

const statement = (Sid: string, Action: readonly string[], Resource: Json, Condition: Json): Statement => ({
  Sid,
  Effect: 'Deny',
  Action,
  Resource,
  Condition,
});

function withStatement(statements: readonly Statement[], piece: Statement): Statement[] {
  const last = statements.at(-1);
  if (!last || last.Sid !== piece.Sid || !Array.isArray(last.Resource) || !Array.isArray(piece.Resource))
    return [...statements, piece];
  const resources: readonly Json[] = [...last.Resource, ...piece.Resource];
  return [...statements.slice(0, -1), { ...last, Resource: resources }];
}

export function policy(statements: readonly Statement[]): Document {
  return { Version: '2012-10-17', Statement: statements };
}

/** As it is printed, where what a terminal would obey is six characters long. */
export function lengthOf(document: Document): number {
  return `${JSON.stringify(document, null, 2)}\n`.replace(/[^\n -~]/g, '\\u0000').length;
}
