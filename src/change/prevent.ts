import { parseArn } from '../account/arn.js';
import type { Json } from '../predicate/json.js';
import { roleError } from './break-glass.js';
import { chainGuards, lengthOf, POLICY_CHARACTERS, policy } from './chain-guard.js';

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

/** The account whose chain is protected, as far as it is known. */
export interface PreventScope {
  readonly account: string;
  readonly partition: string;
  /** The ARNs that the chain's protection is for, each standing for itself. */
  readonly chain: readonly string[];
  /** Policies of keys, as far as they were read. */
  readonly keyPolicies: readonly { readonly key: string; readonly policy: string }[];
}

/**
 * The guard beside the alarm: nobody but the break-glass role loses a key, or takes the chain away that would report it. `role`: its
 * ARN, or its name with `*` for the account (`arn:aws:iam::*:role/break-glass`). `scope`: whose chain; null: any.
 * @see https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_scps.html
 */
export function prevent(role: string, scope: PreventScope | null = null): PreventAnswer {
  const error = roleError(role) ?? partitionError(role, scope);
  if (error) return { ok: false, error };
  const preventions = [keyPolicies(role), keyStatement(role, scope), ...chainPolicies(role, scope?.chain ?? [])];
  const more = ownRole(role, scope);
  return { ok: true, preventions: preventions.map((one) => ({ ...one, warnings: [...one.warnings, ...more] })) };
}

function partitionError(role: string, scope: PreventScope | null) {
  const partition = parseArn(role)?.partition ?? '';
  if (!scope || scope.partition === partition) return null;
  return {
    code: 'role',
    message: `\`${role}\` is a role of the partition ${partition}, and account ${scope.account} is in ${scope.partition}: it would except nobody`,
    help: 'name a role of the account',
  };
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
    document: policy([
      { Sid: 'DenyKeyLoss', Effect: 'Deny', Action: KEY_LOSS, Resource: '*', Condition: except(role) },
    ]),
    warnings: [
      'it does not bind the management account of the organization, nor service-linked roles',
      'pipelines that delete keys fail: `terraform destroy`, and CloudFormation stacks that hold a key (the stack then stays in DELETE_FAILED)',
      'a key that has leaked can be disabled only by the break-glass role: rehearse taking it',
    ],
  };
}

/** KMS developer guide, "Resource quotas": a key policy document has 32 KB at most. */
const KEY_POLICY_BYTES = 32_768;

function keyStatement(role: string, scope: PreventScope | null): Prevention {
  const document = {
    Sid: 'DenyKeyLoss',
    Effect: 'Deny',
    Principal: '*',
    Action: KEY_LOSS,
    Resource: '*',
    Condition: except(role),
  };
  return {
    name: 'key-policy-statement',
    title: 'one statement more in the policy of each key that matters',
    kind: 'key-policy-statement',
    document,
    warnings: [
      'it binds root and administrators of the key’s account as well: where the role is gone, only who may change the key’s policy (kms:PutKeyPolicy) can take the statement out',
      'it keeps nobody from kms:PutKeyPolicy: whoever has that can take it out first, and is reported only if that call is watched',
      'a policy is put as a whole: add the statement to what the key has, and leave the others as they are',
      `KMS takes a key policy of ${KEY_POLICY_BYTES} bytes at most, and this is ${lengthOf(document)} of them: one that has no room left is refused as a whole, and stays as it was`,
      ...tooLong(scope, lengthOf(document)),
    ],
  };
}

/** A comma and the line's end are added as well. */
function tooLong(scope: PreventScope | null, length: number): readonly string[] {
  const bytes = (text: string) => new TextEncoder().encode(text).length;
  return (scope?.keyPolicies ?? [])
    .filter(({ policy: text }) => bytes(text) + length + 2 > KEY_POLICY_BYTES)
    .map(
      ({ key, policy: text }) => `the policy of ${key} has ${bytes(text)} bytes: there is no room for it in that one`,
    );
}

/** As many as it takes to keep each within what AWS takes; all are needed. */
function chainPolicies(role: string, scope: readonly string[]): readonly Prevention[] {
  const documents = chainGuards(scope, except(role));
  return documents.map((document, at) => ({
    name: at === 0 ? 'protect-the-chain' : `protect-the-chain-${at + 1}`,
    title: `nobody stops the trail, or takes away the filters, alarms, rules, topics and keys that report, but the break-glass role${documents.length === 1 ? '' : ` (${at + 1} of ${documents.length})`}`,
    kind: 'service-control-policy',
    document,
    warnings: [
      'it does not bind the management account of the organization, where organization trails are managed',
      'who keeps trails, filters, alarms, rules or topics as code (CloudFormation, Terraform, Control Tower) is refused each change, and a deployment of them fails',
      `\`trailproof fix --apply\` is refused as well, and a drill that sets an alarm’s state, unless it is run as ${role}`,
      'subscriptions are protected of every topic, because IAM knows no resource of these calls: applications that unsubscribe, or alter filter policies, are refused',
      ...(documents.length > 1
        ? [
            `a policy of an organization has ${POLICY_CHARACTERS} characters at most (twice as many since May 2026), and so there are ${documents.length}: attach all of them; an account, and each unit, may have five (ten since then)`,
          ]
        : []),
      ...(scope.length === 0
        ? [
            'without ARNs it is for every log group, alarm, rule and topic: name those of the chain, or applications cannot delete their own',
          ]
        : []),
    ],
  }));
}

/** What is to be known of the role that is excepted. */
function ownRole(role: string, scope: PreventScope | null): readonly string[] {
  const account = parseArn(role)?.account ?? '';
  const of =
    account === '*'
      ? 'it excepts the role of this name in every account that it binds: whoever may create one where there is none yet is excepted as well; create it everywhere first'
      : scope && account !== scope.account
        ? `the role is one of account ${account}, and the chain is that of account ${scope.account}: attached there, a service control policy excepts nobody`
        : 'whether there is such a role was not looked at: where there is none, nobody is excepted, and whoever may create it is';
  return [
    of,
    'whoever may take or change the break-glass role is excepted with it: protect its trust policy, and watch `sts:AssumeRole` of it',
  ];
}
