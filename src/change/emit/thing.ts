import type { Change } from '../change.js';
import type { Output, WriteInputs } from '../step.js';

/**
 * What a plan builds, as declarative languages see it: one thing for all of the steps that make it (a log group and its
 * retention, a trail and its start). `changes`: the ids of those steps' changes, the thing's own first.
 */
export type Thing = { readonly region: string; readonly changes: readonly Change[] } & (
  | { readonly kind: 'log-group'; readonly name: string; readonly retention: number | null }
  | { readonly kind: 'role'; readonly name: string; readonly description: string; readonly trust: string }
  | { readonly kind: 'role-policy'; readonly role: string; readonly name: string; readonly policy: string }
  | { readonly kind: 'bucket'; readonly name: string }
  | { readonly kind: 'public-access-block'; readonly bucket: string }
  | { readonly kind: 'bucket-policy'; readonly bucket: string; readonly policy: string }
  | {
      readonly kind: 'trail';
      readonly input: WriteInputs['cloudtrail:CreateTrail'];
      readonly selectors: WriteInputs['cloudtrail:PutEventSelectors'] | null;
    }
  | { readonly kind: 'filter'; readonly exists: boolean; readonly input: WriteInputs['logs:PutMetricFilter'] }
  | { readonly kind: 'alarm'; readonly exists: boolean; readonly input: WriteInputs['cloudwatch:PutMetricAlarm'] }
  | { readonly kind: 'topic'; readonly arn: string; readonly name: string; readonly key: string | null }
  | { readonly kind: 'topic-policy'; readonly exists: boolean; readonly topic: string; readonly policy: string }
  | { readonly kind: 'subscription'; readonly topic: string; readonly protocol: string; readonly endpoint: string }
  | { readonly kind: 'key'; readonly id: string; readonly description: string; readonly policy: string }
  | { readonly kind: 'alias'; readonly name: string; readonly target: string | Output }
);

export type ThingKind = Thing['kind'];
export type ThingOf<K extends ThingKind> = Extract<Thing, { readonly kind: K }>;

/** What others name it by: the topic's ARN, the log group's name in its Region. Null: nothing else can need it. */
export function identityOf(thing: Thing): string | null {
  switch (thing.kind) {
    case 'log-group':
      return `log-group ${thing.region} ${thing.name}`;
    case 'role':
      return `role ${thing.name}`;
    case 'bucket':
      return `bucket ${thing.name}`;
    case 'topic':
      return `topic ${thing.arn}`;
    case 'key':
      return `key ${thing.id}`;
    case 'alias':
      return `alias ${thing.region} ${thing.name}`;
    case 'trail':
    case 'filter':
    case 'alarm':
    case 'topic-policy':
    case 'subscription':
    case 'role-policy':
    case 'public-access-block':
    case 'bucket-policy':
      return null;
  }
}

/** Identities of what must be there first. */
export function needsOf(thing: Thing): readonly string[] {
  switch (thing.kind) {
    case 'filter':
      return [`log-group ${thing.region} ${thing.input.logGroupName}`];
    case 'alarm':
      return topicsOf(thing).map((arn) => `topic ${arn}`);
    case 'topic':
      return thing.key === null ? [] : [`alias ${thing.region} ${thing.key}`];
    case 'topic-policy':
    case 'subscription':
      return [`topic ${thing.topic}`];
    case 'role-policy':
      return [`role ${thing.role}`];
    case 'public-access-block':
    case 'bucket-policy':
      return [`bucket ${thing.bucket}`];
    case 'alias':
      return typeof thing.target === 'string' ? [] : [`key ${thing.target.of}`];
    case 'trail': {
      const { S3BucketName, CloudWatchLogsLogGroupArn, CloudWatchLogsRoleArn } = thing.input;
      return [
        `bucket ${S3BucketName}`,
        `role ${roleNameOf(CloudWatchLogsRoleArn)}`,
        `log-group ${thing.region} ${logGroupOf(CloudWatchLogsLogGroupArn)}`,
      ];
    }
    case 'log-group':
    case 'role':
    case 'bucket':
    case 'key':
      return [];
  }
}

/** The topics that an alarm tells when it rings. */
export function topicsOf({ input }: ThingOf<'alarm'>): readonly string[] {
  return ['AlarmActions', 'OKActions', 'InsufficientDataActions'].flatMap((member) => {
    const actions = input[member];
    return Array.isArray(actions)
      ? actions.filter((arn) => typeof arn === 'string' && /^arn:[^:]*:sns:/.test(arn))
      : [];
  });
}

export function logGroupOf(arn: string): string {
  return /:log-group:(.*?)(?::\*)?$/s.exec(arn)?.[1] ?? arn;
}

export function roleNameOf(arn: string): string {
  return /:role\/(?:.*\/)?([^/]*)$/s.exec(arn)?.[1] ?? arn;
}
