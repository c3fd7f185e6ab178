import { parseArn } from '../account/arn.js';
import type { Json } from '../predicate/json.js';

type Statement = Readonly<Record<string, Json>>;

export interface Prevention {
  /** For the file or the heading that it goes under: `deny-key-loss`. */
  readonly name: string;
  readonly title: string;
  /** Where it is put: attached to an organizational unit or account, or added to each key's own policy. */
  readonly kind: 'service-control-policy' | 'key-policy-statement';
  readonly document: Readonly<Record<string, Json>>;
  /** What it may break, a sentence each. */
  readonly warnings: readonly string[];
}

export type PreventAnswer =
  | { readonly ok: true; readonly preventions: readonly Prevention[] }
  | { readonly ok: false; readonly error: { readonly code: string; readonly message: string; readonly help: string } };

/** The calls that lose a key, or what it keeps: denied to everybody else. */
const KEY_LOSS = ['kms:ScheduleKeyDeletion', 'kms:DisableKey'];

const TRAIL = [
  'cloudtrail:StopLogging',
  'cloudtrail:DeleteTrail',
  'cloudtrail:UpdateTrail',
  'cloudtrail:PutEventSelectors',
];
/** What the alarms rest on, taken away. */
const DELETIONS = [
  'logs:DeleteLogGroup',
  'logs:DeleteMetricFilter',
  'cloudwatch:DeleteAlarms',
  'cloudwatch:DisableAlarmActions',
  'sns:DeleteTopic',
];
/**
 * IAM decides these without a resource (service authorization reference, "Actions defined by Amazon SNS"): a statement that names
 * topics would not be about them.
 */
const SUBSCRIPTIONS = ['sns:Unsubscribe', 'sns:SetSubscriptionAttributes'];
/** What they rest on, altered: denied only for what is named, because everybody does it to things of their own. */
const ALTERATIONS = [
  'logs:DeleteLogStream',
  'logs:PutMetricFilter',
  'cloudwatch:PutMetricAlarm',
  'sns:SetTopicAttributes',
  'sns:PutDataProtectionPolicy',
];

/**
 * The guard beside the alarm: nobody but the break-glass role loses a key, or takes the chain away that would report it. `role`: its
 * ARN, or its name with `*` for the account (`arn:aws:iam::*:role/break-glass`). `scope`: the ARNs that the chain's protection is for;
 * all where there are none.
 * @see https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_scps.html
 */
export function prevent(role: string, scope: readonly string[] = []): PreventAnswer {
  const arn = parseArn(role);
  const isRole =
    arn?.service === 'iam' && /^role\/[\w+=,.@/*-]+$/.test(arn.resource) && /^(\d{12}|\*)$/.test(arn.account);
  if (!isRole || arn.resource === 'role/*')
    return {
      ok: false,
      error: {
        code: 'role',
        message: `\`${role}\` is not the ARN of one role`,
        help: 'name the break-glass role: `arn:aws:iam::111122223333:role/break-glass`',
      },
    };
  return { ok: true, preventions: [keyPolicies(role), keyStatement(role), chainPolicy(role, scope)] };
}

/** In a policy of the organization; a session of the role has the role's ARN as aws:PrincipalArn. */
function except(role: string): Json {
  return { ArnNotLike: { 'aws:PrincipalArn': role } };
}

function keyPolicies(role: string): Prevention {
  return {
    name: 'deny-key-loss',
    title: 'nobody disables a key or schedules its deletion but the break-glass role',
    kind: 'service-control-policy',
    document: policy({
      Sid: 'DenyKeyLoss',
      Effect: 'Deny',
      Action: KEY_LOSS,
      Resource: '*',
      Condition: except(role),
    }),
    warnings: [
      'it does not bind the management account of the organization, nor service-linked roles',
      'pipelines that delete keys fail: `terraform destroy`, and CloudFormation stacks that hold a key (the stack then stays in DELETE_FAILED)',
      'a key that has leaked can be disabled only by the break-glass role: rehearse taking it',
      ...OWN_ROLE,
    ],
  };
}

function keyStatement(role: string): Prevention {
  return {
    name: 'key-policy-statement',
    title: 'one statement more in the policy of each key that matters',
    kind: 'key-policy-statement',
    document: {
      Sid: 'DenyKeyLoss',
      Effect: 'Deny',
      Principal: '*',
      Action: KEY_LOSS,
      Resource: '*',
      Condition: except(role),
    },
    warnings: [
      'it binds root and administrators of the key’s account as well: where the role is gone, only who may change the key’s policy (kms:PutKeyPolicy) can take the statement out',
      'it keeps nobody from kms:PutKeyPolicy: whoever has that can take it out first, and is reported only if that call is watched',
      'a policy is put as a whole: add the statement to what the key has, and leave the others as they are',
      ...OWN_ROLE,
    ],
  };
}

function chainPolicy(role: string, scope: readonly string[]): Prevention {
  const Condition = except(role);
  const trails = scope.filter((arn) => parseArn(arn)?.service === 'cloudtrail');
  const others = scope.filter((arn) => parseArn(arn)?.service !== 'cloudtrail');
  const statement = (Sid: string, Action: readonly string[], of: readonly string[]): Statement => ({
    Sid,
    Effect: 'Deny',
    Action,
    Resource: of.length > 0 ? of : '*',
    Condition,
  });
  return {
    name: 'protect-the-chain',
    title: 'nobody stops the trail, or takes away the filters, alarms and topics that report, but the break-glass role',
    kind: 'service-control-policy',
    document: policy(
      statement('ProtectTrails', TRAIL, trails),
      statement('ProtectTheChain', others.length > 0 ? [...DELETIONS, ...ALTERATIONS] : DELETIONS, others),
      statement('ProtectSubscriptions', SUBSCRIPTIONS, []),
    ),
    warnings: [
      'it does not bind the management account of the organization, where organization trails are managed',
      'who keeps trails, filters, alarms or topics as code (CloudFormation, Terraform, Control Tower) is refused each change, and a deployment of them fails',
      `\`trailproof fix --apply\` is refused as well, unless it is run as ${role}`,
      'subscriptions are protected of every topic, because IAM knows no resource of these calls: applications that unsubscribe, or alter filter policies, are refused',
      ...(others.length === 0
        ? [
            'without ARNs it is for every log group, alarm and topic: name those of the chain, or applications cannot delete their own',
          ]
        : []),
      ...OWN_ROLE,
    ],
  };
}

const OWN_ROLE = [
  'whoever may take or change the break-glass role is excepted with it: protect its trust policy, and watch `sts:AssumeRole` of it',
];

function policy(...statements: readonly Statement[]): Readonly<Record<string, Json>> {
  return { Version: '2012-10-17', Statement: statements };
}
