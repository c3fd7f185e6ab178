import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Change } from '../change.js';
import { step } from '../step.js';
import { emitters } from './emitters.js';
import { aroundQuoted, readQuoted } from './hcl.case.js';
import { hostileWords } from './hostile.case.js';
import { changeOf, endOfChain, mendedChain, planOf, WORDS, type Words, wholeChain } from './plan.case.js';

const emit = (changes: readonly Change[]) => emitters.terraform(planOf(changes), { shell: 'bash' });
const textOf = (changes: readonly Change[], name: string) =>
  emit(changes).files.find((file) => file.name === name)?.text ?? '';
const resources = (text: string) =>
  [...text.matchAll(/^resource "(\w+)" "(\w+)"/gm)].map(([, kind, label]) => `${kind}.${label}`);

describe('a plan as Terraform', () => {
  it('is a root module of files as people lay them out', () => {
    const { files, beside } = emit(wholeChain(WORDS));
    expect(files.map(({ name }) => name)).toEqual([
      'versions.tf',
      'providers.tf',
      'variables.tf',
      'main.tf',
      'outputs.tf',
    ]);
    expect(beside).toEqual([]);
  });

  it('has a resource for everything that is new, and none twice', () => {
    const made = resources(textOf(wholeChain(WORDS), 'main.tf'));
    expect(made).toEqual([
      'aws_s3_bucket.trail_111122223333',
      'aws_s3_bucket_public_access_block.trail_111122223333',
      'aws_s3_bucket_policy.trail_111122223333',
      'aws_cloudwatch_log_group.cloudtrail',
      'aws_iam_role.trailproof_cloudtrail',
      'aws_iam_role_policy.trailproof_cloudtrail_to_log_group',
      'aws_cloudtrail.trailproof',
      'aws_cloudwatch_log_metric_filter.kms_key_loss',
      'aws_kms_key.topic',
      'aws_kms_alias.trailproof',
      'aws_sns_topic.security',
      'aws_sns_topic_policy.security',
      'aws_sns_topic_subscription.security',
      'aws_cloudwatch_metric_alarm.kms_key_loss',
    ]);
  });

  it('makes the trail after the policies that CloudTrail looks at', () => {
    const [, trail = ''] = /(resource "aws_cloudtrail"[\s\S]*?\n\})/.exec(textOf(wholeChain(WORDS), 'main.tf')) ?? [];
    expect(trail).toMatch(/depends_on = \[\s*aws_s3_bucket_policy\.\w+,\s*aws_iam_role_policy\.\w+,\s*\]/);
  });

  it('writes no file without content, and no module where the AWS CLI makes all of it', () => {
    const updates = mendedChain(WORDS).filter(({ step }) => step.operation === 'cloudtrail:UpdateTrail');
    const { files, beside } = emit(updates);
    expect(files.map(({ name }) => name)).toEqual(['beside-terraform.sh']);
    expect(files[0]?.text).toContain('All of it is here, and nothing in Terraform');
    for (const { because } of beside) expect(files[0]?.text).toContain(because);
    for (const chain of [wholeChain(WORDS), mendedChain(WORDS)])
      for (const one of chain) for (const { text } of emit([one]).files) expect(text.trim()).not.toBe('');
  });

  it('imports what is there and wholly known, and leaves the rest to the AWS CLI, and says so', () => {
    const { files, beside } = emit(mendedChain(WORDS));
    const imported = files.find(({ name }) => name === 'imports.tf')!.text;
    expect([...imported.matchAll(/to = (\S+)/g)].map(([, to]) => to)).toEqual([
      'aws_cloudwatch_log_metric_filter.kms_key_loss',
      'aws_cloudwatch_metric_alarm.kms_key_loss',
      'aws_sns_topic_policy.security',
    ]);
    expect(resources(textOf(mendedChain(WORDS), 'main.tf'))).toHaveLength(3);
    const script = files.find(({ name }) => name === 'beside-terraform.sh')!.text;
    const commands = [...script.matchAll(/^ *(?:until_known )?aws (\S+ \S+)/gm)].map(([, one]) => one);
    expect(commands).toEqual([
      'cloudtrail update-trail',
      'cloudtrail start-logging',
      'cloudtrail put-event-selectors',
      'logs put-retention-policy',
      'cloudwatch enable-alarm-actions',
      'sns set-subscription-attributes',
      'kms put-key-policy',
      'events enable-rule',
    ]);
    expect(beside).toHaveLength(commands.length);
    for (const { because } of beside) expect(textOf(mendedChain(WORDS), 'main.tf')).toContain(because);
  });

  it('leaves the tags of what is imported as they are, does not let it be destroyed, and claims nothing of what is new', () => {
    const mended = textOf(mendedChain(WORDS), 'main.tf');
    expect(mended.match(/ignore_changes += \[tags, tags_all\]/g)).toHaveLength(1);
    const imported = textOf(mendedChain(WORDS), 'imports.tf').match(/^import \{$/gm) ?? [];
    expect(mended.match(/lifecycle \{\s+prevent_destroy += true/g)).toHaveLength(imported.length);
    expect(textOf(wholeChain(WORDS), 'main.tf')).not.toMatch(/lifecycle/);
  });

  it('says which plan it is, the same for the same changes', () => {
    const mark = (changes: readonly Change[]) => textOf(changes, 'versions.tf').split('\n')[0];
    expect(mark(wholeChain(WORDS))).toMatch(/^# Plan [0-9a-f]{8} of trailproof\.$/);
    expect(mark(wholeChain(WORDS))).toBe(mark(wholeChain(WORDS)));
    expect(mark(wholeChain(WORDS))).not.toBe(mark(endOfChain(WORDS)));
    expect(mark(endOfChain(WORDS))).not.toBe(mark(endOfChain({ ...WORDS, alarm: 'another' })));
  });

  it('names the topic, the log group and the subscribers as variables, with the plan’s values', () => {
    const mended = textOf(mendedChain(WORDS), 'variables.tf');
    expect(mended).toMatch(/variable "topic_arn" \{[^}]*default {5}= "arn:aws:sns:us-east-1:111122223333:security"/);
    expect(mended).toMatch(/variable "log_group_name" \{[^}]*default {5}= "cloudtrail"/);
    expect(textOf(endOfChain(WORDS), 'variables.tf')).toContain(
      '{ protocol = "sqs", endpoint = "arn:aws:sqs:us-east-1:111122223333:alarms" },',
    );
    expect(textOf(mendedChain(WORDS), 'main.tf')).not.toContain('= "arn:aws:sns:us-east-1:111122223333:security"');
  });

  it('is in several Regions by a provider for each, and names nothing twice', () => {
    const there = { ...WORDS, region: 'eu-west-1' };
    const changes = [...endOfChain(WORDS), ...endOfChain(there)];
    expect([...textOf(changes, 'providers.tf').matchAll(/alias +(= "\w+")\n +region +(= "[\w-]+")/g)]).toHaveLength(2);
    const main = textOf(changes, 'main.tf');
    expect(new Set(resources(main)).size).toBe(10);
    expect(main.match(/^ {2}provider +(?== aws\.eu_west_1$)/gm)).toHaveLength(5);
    const variables = [...textOf(changes, 'variables.tf').matchAll(/^variable "(\w+)"/gm)].map(([, name]) => name);
    expect(new Set(variables).size).toBe(6);
  });

  it('two subscribers of a topic are one resource', () => {
    const { region } = WORDS;
    const TopicArn = 'arn:aws:sns:us-east-1:111122223333:other';
    const changes = ['a@example.com', 'b@example.com'].map((Endpoint) =>
      changeOf(
        step('sns:Subscribe', region, { TopicArn, Protocol: 'email', Endpoint, ReturnSubscriptionArn: true }),
        'subscription',
        { id: Endpoint },
      ),
    );
    expect(resources(textOf(changes, 'main.tf'))).toEqual(['aws_sns_topic_subscription.other']);
    expect(textOf(changes, 'variables.tf')).toMatch(/a@example\.com[\s\S]*b@example\.com/);
  });

  it.each([
    ['a filter for one account', { fieldSelectionCriteria: '@aws.account = "1"' }],
    ['a filter of transformed logs', { applyOnTransformedLogs: true }],
    ['a filter without a metric', { metricTransformations: [] }],
    ['a filter whose name Unicode composes', { filterName: 'e\u0301' }],
  ])('%s is left to the AWS CLI', (_name, over) => {
    const [filter] = endOfChain(WORDS);
    if (filter?.step.operation !== 'logs:PutMetricFilter') throw new Error('the first change is a filter');
    const { beside } = emit([{ ...filter, step: { ...filter.step, input: { ...filter.step.input, ...over } } }]);
    expect(beside).toHaveLength(1);
  });

  it('a filter of log events as they came is Terraform’s, also where AWS says so; not one that looked at others before', () => {
    const [filter] = endOfChain(WORDS);
    if (filter?.step.operation !== 'logs:PutMetricFilter') throw new Error('the first change is a filter');
    const { step: made } = filter;
    const put = { ...made, input: { ...made.input, applyOnTransformedLogs: false } };
    const changed = (before: boolean): Change => ({
      ...filter,
      step: put,
      risk: 'changes',
      undo: [{ ...put, input: { ...put.input, applyOnTransformedLogs: before } }],
    });
    expect(emit([{ ...filter, step: put }]).beside).toEqual([]);
    expect(emit([changed(false)]).beside).toEqual([]);
    expect(emit([changed(true)]).beside).toHaveLength(1);
  });

  it('what needs something that is left to the AWS CLI is left as well', () => {
    const { files, beside } = emit(wholeChain({ ...WORDS, group: 'e\u0301' }));
    const left = beside.map(({ change }) => change.replace(/\/.*/, ''));
    expect(left).toEqual([
      'logs:CreateLogGroup',
      'logs:PutRetentionPolicy',
      'iam:PutRolePolicy',
      'cloudtrail:CreateTrail',
      'cloudtrail:StartLogging',
      'logs:PutMetricFilter',
    ]);
    expect(files.map(({ name }) => name)).toContain('beside-terraform.sh');
  });

  it.each([
    ['the end of a chain', endOfChain],
    ['a whole chain', wholeChain],
    ['what is mended', mendedChain],
  ])(
    'of %s holds every name as it is, and nothing but names in its strings',
    (_name, changesOf: (words: Words) => readonly Change[]) => {
      fc.assert(
        fc.property(hostileWords, (words) => {
          const changes = changesOf(words);
          const { files, beside } = emit(changes);
          const left = new Set(beside.map(({ change }) => change));
          const hcl = files.filter(({ name }) => name.endsWith('.tf'));
          const texts = new Set(hcl.flatMap(({ text }) => readQuoted(text)));
          for (const { text } of hcl) {
            const code = aroundQuoted(text);
            expect(code).toMatch(/^[\w\s.,=>:(){}[\]"-]*$/);
            expect(code.split('{').length).toBe(code.split('}').length);
          }
          for (const { id, step } of changes) {
            if (left.has(id)) continue;
            if (step.operation === 'logs:PutMetricFilter') expect(texts).toContain(words.pattern);
            if (step.operation === 'logs:PutMetricFilter') expect(texts).toContain(words.filter);
            if (step.operation === 'cloudwatch:PutMetricAlarm') expect(texts).toContain(words.alarm);
            if (step.operation === 'sns:Subscribe') expect(texts).toContain(words.endpoint);
          }
        }),
        { numRuns: 50 },
      );
    },
  );
});
