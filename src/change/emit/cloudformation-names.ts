import type { Plan } from '../change.js';
import { longestOf } from './references.js';
import { uniqueWords } from './terraform-names.js';
import { type Thing, type ThingOf, topicsOf } from './thing.js';
import type { Yaml, YamlObject } from './yaml.js';

/** A value that a resource or a parameter of the template stands for. */
interface Reference {
  readonly value: string;
  /** What is joined to make the value. */
  readonly pieces: readonly Yaml[];
}

export interface TemplateNames {
  /** The logical id of a thing's resource. */
  logicalId(thing: Thing): string;
  readonly parameters: YamlObject;
  parameter(key: string): YamlObject;
  /** The value, or what stands for it or for its beginning before a colon or slash. Never a text that is itself read for names. */
  referring(text: string): Yaml;
}

export function templateNames(things: readonly Thing[], { partition, account }: Plan): TemplateNames {
  const unique = uniqueWords('');
  const ids = new Map(things.map((thing) => [thing, unique('id', LOGICAL_IDS[thing.kind])]));
  const parameters = new Map<string, { readonly name: string; readonly body: YamlObject }>();
  const declare = (key: string, word: string, description: string, value: string) => {
    if (!parameters.has(key))
      parameters.set(key, {
        name: unique('id', word),
        body: { Type: 'String', Description: description, Default: value },
      });
  };
  const group = 'Name of the log group that the trail delivers to.';
  for (const thing of things) {
    if (thing.kind === 'topic')
      declare(`topic ${thing.arn}`, 'TopicName', 'Name of the topic that tells people.', thing.name);
    if (thing.kind === 'log-group') declare(`log-group ${thing.name}`, 'LogGroupName', group, thing.name);
  }
  for (const thing of things) {
    if (thing.kind === 'filter')
      declare(`log-group ${thing.input.logGroupName}`, 'LogGroupName', group, thing.input.logGroupName);
    for (const arn of topicsUsed(thing))
      declare(`topic ${arn}`, 'TopicArn', 'ARN of the topic that tells people.', arn);
    if (thing.kind === 'subscription')
      declare(`subscriber ${ids.get(thing)}`, 'Subscriber', `Who is told, by ${thing.protocol}.`, thing.endpoint);
  }
  const parameter = (key: string) => ({ Ref: parameters.get(key)!.name });
  const references: Reference[] = things.flatMap((thing): readonly Reference[] => {
    const id = ids.get(thing)!;
    switch (thing.kind) {
      case 'topic':
        return [{ value: thing.arn, pieces: [{ Ref: id }] }];
      case 'log-group': {
        const prefix = `arn:${partition}:logs:${thing.region}:${account}:log-group:`;
        return [{ value: `${prefix}${thing.name}`, pieces: [prefix, { Ref: id }] }];
      }
      case 'bucket':
        return [{ value: `arn:${partition}:s3:::${thing.name}`, pieces: [{ 'Fn::GetAtt': [id, 'Arn'] }] }];
      case 'role':
        return [
          { value: `arn:${partition}:iam::${account}:role/${thing.name}`, pieces: [{ 'Fn::GetAtt': [id, 'Arn'] }] },
        ];
      default:
        return [];
    }
  });
  for (const arn of new Set(things.flatMap(topicsUsed)))
    if (!things.some((thing) => (thing as ThingOf<'topic'>).arn === arn))
      references.push({ value: arn, pieces: [parameter(`topic ${arn}`)] });
  return {
    logicalId: (thing) => ids.get(thing)!,
    parameters: Object.fromEntries([...parameters.values()].map(({ name, body }) => [name, body])),
    parameter,
    referring: (text) => referring(text, references),
  };
}

function referring(text: string, references: readonly Reference[]): Yaml {
  const found = longestOf(text, references);
  if (found === null) return text;
  const pieces = [...found.reference.pieces, ...(found.rest === '' ? [] : [found.rest])];
  return pieces.length === 1 ? pieces[0]! : { 'Fn::Join': ['', pieces] };
}

function topicsUsed(thing: Thing): readonly string[] {
  if (thing.kind === 'alarm') return topicsOf(thing);
  return thing.kind === 'topic-policy' || thing.kind === 'subscription' ? [thing.topic] : [];
}

const LOGICAL_IDS: Readonly<Record<Thing['kind'], string>> = {
  'log-group': 'LogGroup',
  role: 'TrailRole',
  'role-policy': 'TrailRolePolicy',
  bucket: 'TrailBucket',
  'public-access-block': 'TrailBucketAccess',
  'bucket-policy': 'TrailBucketPolicy',
  trail: 'Trail',
  filter: 'MetricFilter',
  alarm: 'Alarm',
  topic: 'Topic',
  'topic-policy': 'TopicPolicy',
  subscription: 'Subscription',
  key: 'TopicKey',
  alias: 'TopicKeyAlias',
};
