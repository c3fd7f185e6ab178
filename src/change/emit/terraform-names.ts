import type { Plan } from '../change.js';
import { identifier } from './hcl.js';
import type { Reference } from './references.js';
import { type Thing, type ThingOf, topicsOf } from './thing.js';

export interface Variable {
  readonly name: string;
  readonly description: string;
  readonly value: string;
}

/** How resources and variables are called, and what stands for which value. */
export interface Names {
  readonly variables: readonly Variable[];
  /** The local name of a thing's resource, unique among its kind. */
  label(thing: Thing): string;
  /** Of the provider: null where all is in one Region, which is the provider's own. */
  readonly aliases: ReadonlyMap<string, string> | null;
  /** The variable of a value, by what it is and the Region. */
  variable(kind: 'topic' | 'log-group', region: string, value: string): string;
  /** The variable that holds the subscribers of a topic. */
  subscribers(topic: string): string;
  /** Topics, log groups, buckets, roles and keys by their ARNs. */
  readonly references: readonly Reference[];
}

export function terraformNames(things: readonly Thing[], plan: Plan): Names {
  const regions = [...new Set(things.map(({ region }) => region))];
  const unique = uniqueWords();
  const aliases =
    regions.length > 1 ? new Map(regions.map((region) => [region, unique('provider', identifier(region))])) : null;
  const suffix = (region: string) => (aliases ? `_${aliases.get(region)}` : '');
  const labels = new Map(
    things.map((thing) => [thing, unique(resourceKind(thing), identifier(titleOf(thing)) + suffix(thing.region))]),
  );

  const made = (kind: Thing['kind'], isIt: (thing: Thing) => boolean) =>
    things.find((thing) => thing.kind === kind && isIt(thing));
  const variables = new Map<string, Variable>();
  const declare = (key: string, base: string, region: string, description: string, value: string) => {
    if (!variables.has(key))
      variables.set(key, { name: unique('variable', base + suffix(region)), description, value });
  };
  for (const thing of things) {
    const { region } = thing;
    if (thing.kind === 'topic')
      declare(`topic ${thing.arn}`, 'topic_name', region, 'Name of the topic that tells people.', thing.name);
    if (thing.kind === 'log-group')
      declare(
        `log-group ${region} ${thing.name}`,
        'log_group_name',
        region,
        'Name of the log group that the trail delivers to.',
        thing.name,
      );
  }
  for (const thing of things) {
    const { region } = thing;
    if (thing.kind === 'filter')
      declare(
        `log-group ${region} ${thing.input.logGroupName}`,
        'log_group_name',
        region,
        'Name of the log group that the trail delivers to.',
        thing.input.logGroupName,
      );
    for (const arn of topicsUsed(thing))
      declare(`topic ${arn}`, 'topic_arn', region, 'ARN of the topic that tells people.', arn);
  }
  const subscribers = new Map<string, string>();
  for (const thing of things)
    if (thing.kind === 'subscription' && !subscribers.has(thing.topic))
      subscribers.set(thing.topic, unique('variable', `subscribers${suffix(thing.region)}`));

  const references: Reference[] = [];
  const { partition, account } = plan;
  for (const thing of things) {
    const address = `${resourceKind(thing)}.${labels.get(thing)}`;
    if (thing.kind === 'topic') references.push({ value: thing.arn, expression: `${address}.arn` });
    if (thing.kind === 'log-group')
      references.push({
        value: `arn:${partition}:logs:${thing.region}:${account}:log-group:${thing.name}`,
        expression: `${address}.arn`,
      });
    if (thing.kind === 'bucket')
      references.push({ value: `arn:${partition}:s3:::${thing.name}`, expression: `${address}.arn` });
    if (thing.kind === 'role')
      references.push({ value: `arn:${partition}:iam::${account}:role/${thing.name}`, expression: `${address}.arn` });
  }
  for (const arn of new Set(things.flatMap(topicsUsed)))
    if (!made('topic', (thing) => (thing as ThingOf<'topic'>).arn === arn))
      references.push({ value: arn, expression: `var.${variables.get(`topic ${arn}`)!.name}` });

  return {
    variables: [...variables.values()],
    label: (thing) => labels.get(thing)!,
    aliases,
    variable: (kind, region, value) =>
      variables.get(kind === 'topic' ? `topic ${value}` : `log-group ${region} ${value}`)!.name,
    subscribers: (topic) => subscribers.get(topic)!,
    references,
  };
}

function topicsUsed(thing: Thing): readonly string[] {
  if (thing.kind === 'alarm') return topicsOf(thing);
  return thing.kind === 'topic-policy' || thing.kind === 'subscription' ? [thing.topic] : [];
}

/** What a resource of Terraform is called after. */
function titleOf(thing: Thing): string {
  switch (thing.kind) {
    case 'filter':
      return thing.input.filterName;
    case 'alarm':
      return thing.input.AlarmName;
    case 'trail':
      return thing.input.Name;
    case 'topic-policy':
    case 'subscription':
      return thing.topic.slice(thing.topic.lastIndexOf(':') + 1);
    case 'role-policy':
      return `${thing.role} ${thing.name}`;
    case 'public-access-block':
    case 'bucket-policy':
      return thing.bucket;
    case 'key':
      return 'topic';
    case 'alias':
      return thing.name.replace(/^alias\//, '');
    case 'log-group':
    case 'role':
    case 'bucket':
    case 'topic':
      return thing.name;
  }
}

const RESOURCES = {
  'log-group': 'aws_cloudwatch_log_group',
  role: 'aws_iam_role',
  'role-policy': 'aws_iam_role_policy',
  bucket: 'aws_s3_bucket',
  'public-access-block': 'aws_s3_bucket_public_access_block',
  'bucket-policy': 'aws_s3_bucket_policy',
  trail: 'aws_cloudtrail',
  filter: 'aws_cloudwatch_log_metric_filter',
  alarm: 'aws_cloudwatch_metric_alarm',
  topic: 'aws_sns_topic',
  'topic-policy': 'aws_sns_topic_policy',
  subscription: 'aws_sns_topic_subscription',
  key: 'aws_kms_key',
  alias: 'aws_kms_alias',
} as const satisfies Record<Thing['kind'], string>;

export function resourceKind({ kind }: Thing): string {
  return RESOURCES[kind];
}

/** Words that are taken get a number: `alarm`, `alarm_2`. */
export function uniqueWords(join = '_'): (kind: string, word: string) => string {
  const taken = new Set<string>();
  return (kind, word) => {
    let name = word;
    for (let number = 2; taken.has(`${kind} ${name}`); number++) name = `${word}${join}${number}`;
    taken.add(`${kind} ${name}`);
    return name;
  };
}
