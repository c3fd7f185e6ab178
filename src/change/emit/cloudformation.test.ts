import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import type { Change } from '../change.js';
import { emitters } from './emitters.js';
import { hostile, hostileWords } from './hostile.case.js';
import { endOfChain, mendedChain, planOf, topicArnOf, WORDS, type Words, wholeChain } from './plan.case.js';
import { printYaml } from './yaml.js';

const emit = (changes: readonly Change[]) => emitters.cloudformation(planOf(changes), { shell: 'bash' });

interface Template {
  readonly Parameters?: Readonly<Record<string, { readonly Default: string }>>;
  readonly Resources: Readonly<
    Record<
      string,
      {
        readonly Type: string;
        readonly DependsOn?: unknown;
        readonly DeletionPolicy?: string;
        readonly UpdateReplacePolicy?: string;
        readonly Properties: Readonly<Record<string, unknown>>;
      }
    >
  >;
}

/** Both versions of YAML read it alike, and CloudFormation has not said which is its own. */
function read(text: string): Template {
  const template = parse(text, { version: '1.2' }) as Template;
  expect(parse(text, { version: '1.1' })).toEqual(template);
  return template;
}

/** The template's resources with parameters, references and joined texts filled in, as CloudFormation would. */
function filled(template: Template, words: Words): readonly (readonly [string, Readonly<Record<string, unknown>>])[] {
  const names: Readonly<Record<string, (properties: Readonly<Record<string, unknown>>) => unknown>> = {
    'AWS::SNS::Topic': () => topicArnOf(words),
    'AWS::S3::Bucket': ({ BucketName }) => BucketName,
    'AWS::Logs::LogGroup': ({ LogGroupName }) => LogGroupName,
    'AWS::IAM::Role': ({ RoleName }) => RoleName,
    'AWS::KMS::Alias': ({ AliasName }) => AliasName,
    'AWS::KMS::Key': () => 'KEY',
  };
  const value = (node: unknown): unknown => {
    if (Array.isArray(node)) return node.map(value);
    if (typeof node !== 'object' || node === null) return node;
    const [[key, inside] = ['', null], ...others] = Object.entries(node) as [string, unknown][];
    if (others.length === 0 && key === 'Ref') {
      const parameter = template.Parameters?.[inside as string];
      if (parameter) return parameter.Default;
      const { Type, Properties } = template.Resources[inside as string]!;
      return value(names[Type]!(Properties));
    }
    if (others.length === 0 && key === 'Fn::Join') return (value((inside as unknown[])[1]) as string[]).join('');
    if (others.length === 0 && key === 'Fn::GetAtt') {
      const { Type, Properties } = template.Resources[(inside as string[])[0]!]!;
      const name = String(value(names[Type]!(Properties)));
      return Type === 'AWS::IAM::Role' ? `arn:aws:iam::${words.account}:role/${name}` : `arn:aws:s3:::${name}`;
    }
    return Object.fromEntries(Object.entries(node).map(([own, item]) => [own, value(item)]));
  };
  return Object.values(template.Resources).map(({ Type, Properties }) => [
    Type,
    value(Properties) as Readonly<Record<string, unknown>>,
  ]);
}

describe('YAML', () => {
  it('a text is read as it was, by either version', () => {
    fc.assert(
      fc.property(
        fc.dictionary(
          hostile.filter((key) => key !== '__proto__' && !/\p{Cs}/u.test(key)),
          hostile,
          { minKeys: 1 },
        ),
        (texts) => {
          fc.pre(Object.values(texts).every((text) => !/\p{Cs}/u.test(text)));
          const printed = printYaml({ texts, list: [texts, [], Object.values(texts)] });
          const expected = { texts, list: [texts, [], Object.values(texts)] };
          expect(parse(printed, { version: '1.2', merge: false })).toEqual(expected);
          expect(parse(printed, { version: '1.1', merge: false })).toEqual(expected);
        },
      ),
      { numRuns: 300 },
    );
  });

  it.each([
    'y',
    'No',
    'OFF',
    'null',
    'True',
    '1.0',
    'E0',
    '012',
    '1:30',
    '2010-09-09',
    '~',
    '',
    '=',
    '<<',
    'a: b',
    'a:',
    '- a',
    'a #b',
  ])('%j is a text', (text) => {
    expect(printYaml({ a: text })).toBe(`a: ${JSON.stringify(text)}`);
  });
});

describe('a plan as CloudFormation', () => {
  it('of a whole chain makes what the steps make', () => {
    const { files, beside } = emit(wholeChain(WORDS));
    expect(files.map(({ name }) => name)).toEqual([
      expect.stringMatching(/^trailproof-kms-key-loss-[0-9a-f]{8}-us-east-1\.yaml$/),
    ]);
    expect(beside).toEqual([]);
    const template = read(files[0]!.text);
    const made = filled(template, WORDS);
    const input = (operation: string) =>
      wholeChain(WORDS).find(({ step }) => step.operation === operation)!.step.input as unknown as Readonly<
        Record<string, unknown>
      >;
    const { Name: TrailName, ...trail } = input('cloudtrail:CreateTrail');
    expect(Object.fromEntries(made)).toMatchObject({
      'AWS::CloudTrail::Trail': { TrailName, IsLogging: true, ...trail },
      'AWS::S3::BucketPolicy': {
        Bucket: 'trail-111122223333',
        PolicyDocument: JSON.parse(String(input('s3:PutBucketPolicy').Policy)) as object,
      },
      'AWS::S3::Bucket': {
        PublicAccessBlockConfiguration: input('s3:PutPublicAccessBlock').PublicAccessBlockConfiguration,
      },
      'AWS::IAM::RolePolicy': {
        RoleName: 'trailproof-cloudtrail',
        PolicyDocument: JSON.parse(String(input('iam:PutRolePolicy').PolicyDocument)) as object,
      },
      'AWS::Logs::LogGroup': { LogGroupName: 'cloudtrail', RetentionInDays: 365 },
      'AWS::SNS::Topic': { TopicName: 'security', KmsMasterKeyId: 'alias/trailproof' },
      'AWS::KMS::Alias': { TargetKeyId: 'KEY' },
      'AWS::CloudWatch::Alarm': input('cloudwatch:PutMetricAlarm'),
    });
    expect(template.Resources.Trail?.DependsOn).toEqual(['TrailBucketPolicy', 'TrailRolePolicy']);
  });

  it('is a stack of its own, so that no plan deletes what another one made; the same plan is the same stack', () => {
    const stackOf = (changes: readonly Change[]) => {
      const { name, text } = emit(changes).files[0]!;
      const [, stack] = /^# Run: aws cloudformation deploy --region us-east-1 --stack-name (\S+) /m.exec(text) ?? [];
      expect(name).toBe(`${stack}-us-east-1.yaml`);
      expect(stack).toMatch(/^[A-Za-z][A-Za-z0-9-]{0,127}$/);
      return stack;
    };
    const stacks = [
      wholeChain(WORDS),
      endOfChain(WORDS),
      endOfChain({ ...WORDS, alarm: 'another' }),
      endOfChain({ ...WORDS, pattern: '{ $.eventName = DisableKey }' }),
      wholeChain(WORDS).slice(1),
      endOfChain(WORDS).map((change) => ({ ...change, controls: ['root-usage'] })),
      endOfChain(WORDS).map((change) => ({ ...change, controls: ['root-usage', 'a'.repeat(300)] })),
    ].map(stackOf);
    expect(new Set(stacks).size).toBe(stacks.length);
    expect(stackOf(endOfChain(WORDS))).toBe(stacks[1]);
  });

  it('keeps what holds or carries data when the stack is deleted', () => {
    const { Resources } = read(emit(wholeChain(WORDS)).files[0]!.text);
    const goes = Object.values(Resources).filter(({ DeletionPolicy }) => DeletionPolicy === undefined);
    expect(goes.map(({ Type }) => Type).sort()).toEqual([
      'AWS::CloudWatch::Alarm',
      'AWS::Logs::MetricFilter',
      'AWS::SNS::Subscription',
    ]);
    for (const { DeletionPolicy, UpdateReplacePolicy } of Object.values(Resources))
      expect([DeletionPolicy, UpdateReplacePolicy]).toBeOneOf([
        ['RetainExceptOnCreate', 'Retain'],
        [undefined, undefined],
      ]);
  });

  it('makes nothing of what is there: all of that is left to the AWS CLI', () => {
    const { files, beside } = emit(mendedChain(WORDS));
    expect(files.map(({ name }) => name)).toEqual([expect.stringMatching(/^beside-cloudformation-[0-9a-f]{8}\.sh$/)]);
    expect(files[0]?.text).toContain('All of it is here, and nothing in CloudFormation');
    expect(beside.map(({ change }) => change)).toEqual(mendedChain(WORDS).map(({ id }) => id));
  });

  it('has one template for each Region', () => {
    const { files } = emit([...endOfChain(WORDS), ...endOfChain({ ...WORDS, region: 'eu-west-1' })]);
    expect(files.map(({ name }) => name.replace(/^.*-[0-9a-f]{8}-/, ''))).toEqual(['us-east-1.yaml', 'eu-west-1.yaml']);
    for (const { text } of files) expect(Object.keys(read(text).Resources)).toHaveLength(5);
  });

  it('holds every name as it is, and never one that CloudFormation would look up', () => {
    fc.assert(
      fc.property(hostileWords, (words) => {
        const changes = endOfChain(words);
        const { files, beside } = emit(changes);
        const left = new Set(beside.map(({ change }) => change));
        const templates = files.filter(({ name }) => name.endsWith('.yaml'));
        for (const { name } of files) expect(name).toMatch(/^[\w.-]+$/);
        const made = templates.flatMap(({ text }) => filled(read(text), words));
        for (const { text } of templates) expect(text.replace(/^ *#.*$/gm, '')).not.toContain('{{resolve:');
        const [filter, , policy, subscription, alarm] = changes.map(({ id, step }) =>
          left.has(id) ? [] : [step.input],
        );
        const of = (type: string) => made.flatMap(([own, properties]) => (own === type ? [properties] : []));
        expect(of('AWS::Logs::MetricFilter')).toEqual(
          filter!.map(() => ({
            FilterName: words.filter,
            LogGroupName: words.group,
            FilterPattern: words.pattern,
            MetricTransformations: [{ MetricName: words.metric, MetricNamespace: 'CISBenchmark', MetricValue: '1' }],
          })),
        );
        expect(of('AWS::CloudWatch::Alarm')).toEqual(alarm);
        expect(of('AWS::SNS::Subscription')).toEqual(
          subscription!.map(() => ({
            TopicArn: topicArnOf(words),
            Protocol: words.protocol,
            Endpoint: words.endpoint,
          })),
        );
        expect(of('AWS::SNS::TopicPolicy')).toHaveLength(policy!.length);
      }),
      { numRuns: 80 },
    );
  });

  it('a dynamic reference in a name is left to the AWS CLI, and what needs it', () => {
    const { beside } = emit(endOfChain({ ...WORDS, topic: 'a{{resolve:ssm:/x}}' }));
    expect(beside).toHaveLength(4);
  });

  it('what needs a key that is left to the AWS CLI is left as well, and what needs that', () => {
    const changes = wholeChain(WORDS).map((change): Change => {
      if (change.step.operation !== 'kms:CreateKey') return change;
      return {
        ...change,
        step: { ...change.step, input: { ...change.step.input, Policy: '{"Statement":{"Ref":"x"}}' } },
      };
    });
    expect(emit(changes).beside.map(({ change }) => change.replace(/\/.*/, ''))).toEqual([
      'kms:CreateKey',
      'kms:CreateAlias',
      'sns:CreateTopic',
      'sns:SetTopicAttributes',
      'sns:SetTopicAttributes',
      'sns:Subscribe',
      'cloudwatch:PutMetricAlarm',
    ]);
  });

  it('a policy with a key that is a function is left to the AWS CLI', () => {
    const [, topic, policy] = endOfChain(WORDS) as [Change, Change, Change];
    if (policy.step.operation !== 'sns:SetTopicAttributes') throw new Error('the third change is a policy');
    const input = { ...policy.step.input, AttributeValue: '{"Statement":[{"Condition":{"Fn::Sub":"x"}}]}' };
    const { beside } = emit([topic, { ...policy, step: { ...policy.step, input } }]);
    expect(beside.map(({ change }) => change)).toEqual([policy.id]);
  });
});
