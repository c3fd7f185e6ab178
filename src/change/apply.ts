import type { Account } from '../account/account.js';
import {
  createTrail,
  deleteTrail,
  putEventSelectors,
  startLogging,
  stopLogging,
  updateTrail,
} from './apply-cloudtrail.js';
import { deleteAlarms, disableAlarmActions, enableAlarmActions, putMetricAlarm } from './apply-cloudwatch.js';
import { disableRule, enableRule } from './apply-events.js';
import {
  createAlias,
  createKey,
  deleteAlias,
  newestKey,
  putKeyPolicy,
  scheduleKeyDeletion,
  switchKey,
} from './apply-kms.js';
import {
  createLogGroup,
  deleteLogGroup,
  deleteMetricFilter,
  putMetricFilter,
  putRetentionPolicy,
} from './apply-logs.js';
import {
  createTopic,
  deleteTopic,
  setSubscriptionAttributes,
  setTopicAttributes,
  subscribe,
  unsubscribe,
} from './apply-sns.js';
import type { Change } from './change.js';
import { madeUpOutputs, type Outputs } from './made-up.js';
import { resolve } from './resolve.js';
import { isOutput, type Step, type WriteInputs, type WriteOperation } from './step.js';

export interface ApplyOptions {
  /** Whoever must confirm a subscription has done so. */
  readonly confirmed?: boolean;
}

/**
 * The account file as AWS's answers would be after the step, once it has taken effect. What is not in the file stays unknown: a read
 * that was denied stays denied, and a thing that was never read is not there to be changed. Steps that AWS would refuse change
 * nothing, and neither do those that no read shows (buckets, roles). Applying a step again changes nothing more.
 */
export function apply(step: Step, account: Account, { confirmed = false }: ApplyOptions = {}): Account {
  const applied = APPLIED[step.operation] as Applied<WriteOperation>;
  return applied(account, step.region, step.input, confirmed);
}

/** The steps one after the other. */
export function applyAll(steps: readonly Step[], account: Account, options: ApplyOptions = {}): Account {
  return steps.reduce((after, step) => apply(step, after, options), account);
}

/** The account after these changes; what one step answers and another needs is made up. */
export function applyChanges(changes: readonly Change[], account: Account, options: ApplyOptions = {}): Account {
  return applyAll(
    resolved(
      changes.map(({ step }) => step),
      madeUpOutputs(changes),
    ),
    account,
    options,
  );
}

/** What the undo steps of these changes make of the account, the last change first. */
export function undoChanges(changes: readonly Change[], account: Account, options: ApplyOptions = {}): Account {
  const steps = [...changes].reverse().flatMap(({ undo }) => undo);
  return applyAll(resolved(steps, madeUpOutputs(changes)), account, options);
}

function resolved(steps: readonly Step[], outputs: Outputs): readonly Step[] {
  return steps.map((step) => {
    const found = resolve(step, outputs);
    return found.kind === 'resolved' ? found.step : step;
  });
}

type Applied<O extends WriteOperation> = (
  account: Account,
  region: string,
  input: WriteInputs[O],
  confirmed: boolean,
) => Account;

const unseen = (account: Account): Account => account;

const APPLIED: { readonly [O in WriteOperation]: Applied<O> } = {
  'cloudtrail:CreateTrail': createTrail,
  'cloudtrail:DeleteTrail': deleteTrail,
  'cloudtrail:UpdateTrail': updateTrail,
  'cloudtrail:StartLogging': startLogging,
  'cloudtrail:StopLogging': stopLogging,
  'cloudtrail:PutEventSelectors': putEventSelectors,
  's3:CreateBucket': unseen,
  's3:PutPublicAccessBlock': unseen,
  's3:PutBucketPolicy': unseen,
  's3:DeleteBucket': unseen,
  'iam:CreateRole': unseen,
  'iam:PutRolePolicy': unseen,
  'iam:DeleteRolePolicy': unseen,
  'iam:DeleteRole': unseen,
  'logs:CreateLogGroup': createLogGroup,
  'logs:PutRetentionPolicy': putRetentionPolicy,
  'logs:DeleteLogGroup': deleteLogGroup,
  'logs:PutMetricFilter': putMetricFilter,
  'logs:DeleteMetricFilter': deleteMetricFilter,
  'cloudwatch:PutMetricAlarm': putMetricAlarm,
  'cloudwatch:DeleteAlarms': deleteAlarms,
  'cloudwatch:EnableAlarmActions': enableAlarmActions,
  'cloudwatch:DisableAlarmActions': disableAlarmActions,
  'sns:CreateTopic': createTopic,
  'sns:DeleteTopic': deleteTopic,
  'sns:SetTopicAttributes': setTopicAttributes,
  'sns:Subscribe': subscribe,
  'sns:Unsubscribe': (account, _region, { SubscriptionArn: arn }) =>
    isOutput(arn) ? account : unsubscribe(account, arn),
  'sns:SetSubscriptionAttributes': setSubscriptionAttributes,
  'kms:CreateKey': createKey,
  'kms:CreateAlias': (account, region, { AliasName, TargetKeyId: target }) => {
    const key = isOutput(target) ? newestKey(account, region) : target;
    return key === null ? account : createAlias(account, region, AliasName, key);
  },
  'kms:DeleteAlias': deleteAlias,
  'kms:ScheduleKeyDeletion': (account, region, { KeyId: target }) => {
    const key = isOutput(target) ? newestKey(account, region) : target;
    return key === null ? account : scheduleKeyDeletion(account, region, key);
  },
  'kms:EnableKey': (account, region, { KeyId }) => switchKey(account, region, KeyId, true),
  'kms:DisableKey': (account, region, { KeyId }) => switchKey(account, region, KeyId, false),
  'kms:PutKeyPolicy': putKeyPolicy,
  'events:EnableRule': enableRule,
  'events:DisableRule': disableRule,
};
