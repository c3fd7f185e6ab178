import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { type ResourceKind, unknownMembers } from './unknown-members.js';

/** The members that AWS's SDK declares for an interface, of the version that is installed. */
function declared(client: string, name: string): readonly string[] {
  const body = new RegExp(`export interface ${name} (?:extends [^{]+)?\\{([\\s\\S]*?)\\n\\}`).exec(
    typesOf(client),
  )?.[1];
  const members = [...(body ?? '').replaceAll(/\/\*[\s\S]*?\*\//g, '').matchAll(/^ {4}(\w+)\??:/gm)];
  return members.map(([, member]) => member!);
}

/** The attributes that the SDK documents for an answer that is a map of texts. */
function documented(name: string): readonly string[] {
  const body = new RegExp(`export interface ${name} \\{([\\s\\S]*?)\\n\\}`).exec(typesOf('sns'))?.[1] ?? '';
  return [...body.matchAll(/<li>\s*\*?\s*<p>\s*\*?\s*<code>([A-Z]\w+)<\/code>/g)].map(([, attribute]) => attribute!);
}

function typesOf(client: string): string {
  const folder = new URL(`../../node_modules/@aws-sdk/client-${client}/dist-types/models/`, import.meta.url);
  return readdirSync(folder)
    .map((file) => readFileSync(new URL(file, folder), 'utf8'))
    .join('\n');
}

const DECLARED: readonly (readonly [ResourceKind, client: string, interfaceName: string])[] = [
  ['trail', 'cloudtrail', 'Trail'],
  ['trail status', 'cloudtrail', 'GetTrailStatusResponse'],
  ['event selectors', 'cloudtrail', 'GetEventSelectorsResponse'],
  ['event selector', 'cloudtrail', 'EventSelector'],
  ['advanced event selector', 'cloudtrail', 'AdvancedEventSelector'],
  ['field selector', 'cloudtrail', 'AdvancedFieldSelector'],
  ['log group', 'cloudwatch-logs', 'LogGroup'],
  ['metric filter', 'cloudwatch-logs', 'MetricFilter'],
  ['metric transformation', 'cloudwatch-logs', 'MetricTransformation'],
  ['metric alarm', 'cloudwatch', 'MetricAlarm'],
  ['metric query', 'cloudwatch', 'MetricDataQuery'],
  ['metric statistic', 'cloudwatch', 'MetricStat'],
  ['composite alarm', 'cloudwatch', 'CompositeAlarm'],
  ['list of what is muted', 'cloudwatch', 'MuteTargets'],
  ['function', 'lambda', 'FunctionConfiguration'],
  ['key', 'kms', 'KeyMetadata'],
  ['event bus', 'eventbridge', 'DescribeEventBusResponse'],
  ['rule', 'eventbridge', 'Rule'],
  ['target', 'eventbridge', 'Target'],
];

/** Who adds one of these to a list of `unknown-members.ts` has read what it does. */
describe('every member that AWS declares was looked up', () => {
  it.each(DECLARED)('%s', (kind, client, name) => {
    const members = declared(client, name);
    expect(members.length).toBeGreaterThan(0);
    expect(unknownMembers(kind, Object.fromEntries(members.map((member) => [member, '']))), name).toEqual([]);
  });

  it.each<[ResourceKind, readonly string[]]>([
    ['topic', ['GetTopicAttributesResponse', 'SetTopicAttributesInput', 'CreateTopicInput']],
    ['subscription', ['GetSubscriptionAttributesResponse', 'SetSubscriptionAttributesInput', 'SubscribeInput']],
  ])('%s', (kind, names) => {
    const attributes = names.flatMap(documented).filter((name) => !NO_ATTRIBUTE.has(name));
    expect(attributes.length).toBeGreaterThan(8);
    expect(unknownMembers(kind, Object.fromEntries(attributes.map((name) => [name, ''])))).toEqual([]);
  });

  it('queue', () => {
    const names = /QueueAttributeName: \{([\s\S]*?)\}/.exec(typesOf('sqs'))?.[1] ?? '';
    const attributes = [...names.matchAll(/readonly (\w+):/g)]
      .map(([, name]) => name!)
      .filter((name) => name !== 'All');
    expect(attributes.length).toBeGreaterThan(15);
    expect(unknownMembers('queue', Object.fromEntries(attributes.map((name) => [name, ''])))).toEqual([]);
  });
});

/** Values, in the same kind of list. */
const NO_ATTRIBUTE = new Set([
  'PassThrough',
  'Active',
  'Topic',
  'MessageGroup',
  'MessageAttributes',
  'MessageBody',
  'Completed',
  'Failed',
  'Pending',
]);

it('names what it has never heard of', () => {
  expect(unknownMembers('topic', { TopicArn: 't', QuietHours: 'always', DisplayName: 'd' })).toEqual(['QuietHours']);
});
