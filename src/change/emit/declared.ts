import type { Change, Plan } from '../change.js';
import type { Beside } from './emission.js';
import { identityOf, needsOf, type Thing, type ThingKind, type ThingOf } from './thing.js';

/** Why a form leaves a thing to the AWS CLI, or null when it can make it. */
export type Refuses = (thing: Thing) => string | null;

/**
 * A plan as things that a declarative form makes, and the changes that it leaves to the AWS CLI. A thing that needs one of those
 * is left as well, so that the script can always be run last.
 */
export function declared(plan: Plan, refuses: Refuses): { things: readonly Thing[]; beside: readonly Beside[] } {
  const found = thingsIn(plan);
  const reasons = new Map<string, string>();
  for (const change of plan.changes)
    if (!found.some(({ changes }) => changes.includes(change)))
      reasons.set(change.id, 'it alters what is there already');
  const refused = new Set<Thing>();
  const leave = (thing: Thing, because: string) => {
    refused.add(thing);
    for (const { id } of thing.changes) reasons.set(id, because);
  };
  for (const thing of found) {
    const because = refuses(thing);
    if (because !== null) leave(thing, because);
  }
  for (let before = -1; before !== refused.size; ) {
    before = refused.size;
    const left = new Set([...refused].map(identityOf));
    for (const thing of found)
      if (!refused.has(thing) && needsOf(thing).some((need) => left.has(need)))
        leave(thing, 'it needs something that is made by the AWS CLI here');
  }
  return {
    things: found.filter((thing) => !refused.has(thing)),
    beside: plan.changes.flatMap(({ id }) => (reasons.has(id) ? [{ change: id, because: reasons.get(id)! }] : [])),
  };
}

/** Each step that builds something, with the steps on what it built. A step on something that was there before is in none. */
function thingsIn({ changes, partition, account }: Plan): readonly Thing[] {
  const things: Thing[] = [];
  // What is written twice is declared once, as it was written last.
  const put = (thing: Thing) => {
    const at = things.findIndex((other) => other.kind === thing.kind && sameThing(other, thing));
    const before = things[at];
    if (!before) things.push(thing);
    else
      things[at] = {
        ...thing,
        changes: [...before.changes, ...thing.changes],
        ...('exists' in before && { exists: before.exists }),
      } as Thing;
  };
  const extend = <K extends ThingKind>(
    kind: K,
    change: Change,
    isIt: (thing: ThingOf<K>) => boolean,
    members: Partial<ThingOf<K>> = {},
  ) => {
    const at = things.findIndex((thing) => thing.kind === kind && isIt(thing as ThingOf<K>));
    const thing = things[at];
    if (thing) things[at] = { ...thing, ...members, changes: [...thing.changes, change] } as Thing;
  };
  for (const change of changes) {
    const { step } = change;
    const base = { region: step.region, changes: [change] };
    switch (step.operation) {
      case 'logs:CreateLogGroup':
        put({ ...base, kind: 'log-group', name: step.input.logGroupName, retention: null });
        break;
      case 'logs:PutRetentionPolicy': {
        const { logGroupName, retentionInDays } = step.input;
        const isIt = (group: ThingOf<'log-group'>) => group.name === logGroupName && group.region === step.region;
        extend('log-group', change, isIt, { retention: retentionInDays });
        break;
      }
      case 'iam:CreateRole': {
        const { RoleName, AssumeRolePolicyDocument, Description } = step.input;
        put({
          ...base,
          kind: 'role',
          name: RoleName,
          trust: AssumeRolePolicyDocument,
          description: Description,
        });
        break;
      }
      case 'iam:PutRolePolicy': {
        const { RoleName, PolicyName, PolicyDocument } = step.input;
        // A policy of a role that was there is the owner's to keep: it is added through the API.
        if (things.some((thing) => thing.kind === 'role' && thing.name === RoleName))
          put({ ...base, kind: 'role-policy', role: RoleName, name: PolicyName, policy: PolicyDocument });
        break;
      }
      case 's3:CreateBucket':
        put({ ...base, kind: 'bucket', name: step.input.Bucket });
        break;
      case 's3:PutPublicAccessBlock':
        if (isNewBucket(things, step.input.Bucket))
          put({ ...base, kind: 'public-access-block', bucket: step.input.Bucket });
        break;
      case 's3:PutBucketPolicy':
        if (isNewBucket(things, step.input.Bucket))
          put({ ...base, kind: 'bucket-policy', bucket: step.input.Bucket, policy: step.input.Policy });
        break;
      case 'cloudtrail:CreateTrail':
        put({ ...base, kind: 'trail', input: step.input, selectors: null });
        break;
      case 'cloudtrail:StartLogging':
        extend('trail', change, ({ input, region }) => isTrail(step.input.Name, input.Name, region === step.region));
        break;
      case 'cloudtrail:PutEventSelectors': {
        const { TrailName } = step.input;
        const isIt = ({ input, region }: ThingOf<'trail'>) => isTrail(TrailName, input.Name, region === step.region);
        extend('trail', change, isIt, { selectors: step.input });
        break;
      }
      case 'logs:PutMetricFilter': {
        put({ ...base, kind: 'filter', exists: wasThere(change), input: step.input });
        break;
      }
      case 'cloudwatch:PutMetricAlarm':
        put({ ...base, kind: 'alarm', exists: wasThere(change), input: step.input });
        break;
      case 'cloudwatch:EnableAlarmActions': {
        const { AlarmNames } = step.input;
        const isIt = ({ input, region }: ThingOf<'alarm'>) =>
          region === step.region &&
          AlarmNames.every((name) => name === input.AlarmName) &&
          input.ActionsEnabled !== false;
        extend('alarm', change, isIt);
        break;
      }
      case 'sns:CreateTopic': {
        const arn = `arn:${partition}:sns:${step.region}:${account}:${step.input.Name}`;
        put({ ...base, kind: 'topic', name: step.input.Name, arn, key: null });
        break;
      }
      case 'sns:SetTopicAttributes': {
        const { TopicArn, AttributeName, AttributeValue } = step.input;
        const isNew = things.some((thing) => thing.kind === 'topic' && thing.arn === TopicArn);
        if (AttributeName === 'Policy')
          put({ ...base, kind: 'topic-policy', exists: !isNew, topic: TopicArn, policy: AttributeValue });
        else extend('topic', change, ({ arn }) => arn === TopicArn, { key: AttributeValue });
        break;
      }
      case 'sns:Subscribe': {
        const { TopicArn, Protocol, Endpoint } = step.input;
        put({ ...base, kind: 'subscription', topic: TopicArn, protocol: Protocol, endpoint: Endpoint });
        break;
      }
      case 'kms:CreateKey': {
        const { Description, Policy } = step.input;
        put({ ...base, kind: 'key', id: change.id, description: Description, policy: Policy });
        break;
      }
      case 'kms:CreateAlias':
        put({ ...base, kind: 'alias', name: step.input.AliasName, target: step.input.TargetKeyId });
        break;
      // These alter or take away what is there: no form can do so without owning it.
      case 'cloudtrail:UpdateTrail':
      case 'cloudtrail:StopLogging':
      case 'cloudtrail:DeleteTrail':
      case 's3:DeleteBucket':
      case 'iam:DeleteRolePolicy':
      case 'iam:DeleteRole':
      case 'logs:DeleteLogGroup':
      case 'logs:DeleteMetricFilter':
      case 'cloudwatch:DeleteAlarms':
      case 'cloudwatch:DisableAlarmActions':
      case 'sns:DeleteTopic':
      case 'sns:Unsubscribe':
      case 'sns:SetSubscriptionAttributes':
      case 'kms:DeleteAlias':
      case 'kms:ScheduleKeyDeletion':
      case 'kms:EnableKey':
      case 'kms:DisableKey':
      case 'kms:PutKeyPolicy':
      case 'events:EnableRule':
      case 'events:DisableRule':
        break;
    }
  }
  return things;
}

function sameThing(one: Thing, other: Thing): boolean {
  return nameOf(one) === nameOf(other);
}

function nameOf(thing: Thing): string {
  switch (thing.kind) {
    case 'filter':
      return JSON.stringify([thing.region, thing.input.logGroupName, thing.input.filterName]);
    case 'alarm':
      return JSON.stringify([thing.region, thing.input.AlarmName]);
    case 'trail':
      return JSON.stringify([thing.region, thing.input.Name]);
    case 'topic-policy':
      return thing.topic;
    case 'subscription':
      return JSON.stringify([thing.topic, thing.protocol, thing.endpoint]);
    case 'role-policy':
      return JSON.stringify([thing.role, thing.name]);
    case 'public-access-block':
    case 'bucket-policy':
      return thing.bucket;
    case 'log-group':
    case 'role':
    case 'bucket':
    case 'topic':
    case 'key':
    case 'alias':
      return identityOf(thing)!;
  }
}

function isNewBucket(things: readonly Thing[], bucket: string): boolean {
  return things.some((thing) => thing.kind === 'bucket' && thing.name === bucket);
}

/** A trail is named by its name in its own Region, and by its ARN. */
function isTrail(given: string, name: string, here: boolean): boolean {
  return here && (given === name || given.endsWith(`:trail/${name}`));
}

/** What replaces something takes it back by writing what was there; what is new is deleted. Not sure: it was there. */
function wasThere({ undo, risk, step }: Change): boolean {
  return risk !== 'adds' || undo.some(({ operation }) => operation === step.operation);
}
