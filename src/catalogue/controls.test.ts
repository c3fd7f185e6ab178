import { describe, expect, it } from 'vitest';
import { classCoverage, recordedIn, shapesOf } from '../cloudtrail/index.js';
import { parse, toDraft } from '../languages/cloudwatch/index.js';
import { type Draft, matches } from '../predicate/index.js';
import { aliasesOf, type Control, loadControls, requiredEvents, requirementOf, versionsOf } from './index.js';

const { controls, problems } = loadControls();
const control = (slug: string): Control => controls.find((candidate) => candidate.slug === slug)!;
const each = controls.map((candidate) => [candidate.slug, candidate] as const);

function draftOf(pattern: string): Draft {
  const parsed = parse(pattern);
  if (!parsed.ok) throw new Error(parsed.error.message);
  return toDraft(parsed.pattern, 'event');
}

/** The worst verdict over the control's events. */
function judge(slug: string, pattern: string, options: Parameters<typeof requiredEvents>[1] = {}): string {
  const told = draftOf(pattern);
  const verdicts = requiredEvents(control(slug), options).map(
    (event) => classCoverage(shapesOf(event), requirementOf(event), told).verdict,
  );
  expect(verdicts.length).toBeGreaterThan(0);
  return (['broken', 'unknown', 'proved'] as const).find((verdict) => verdicts.includes(verdict))!;
}

describe('the controls', () => {
  it('all load, in the benchmark’s order', () => {
    expect(problems).toEqual([]);
    expect(controls.map(({ slug }) => slug)).toEqual([
      'unauthorized-api-calls',
      'console-sign-in-without-mfa',
      'root-usage',
      'iam-policy-changes',
      'cloudtrail-configuration-changes',
      'console-sign-in-failures',
      'kms-key-loss',
      's3-bucket-policy-changes',
      'config-configuration-changes',
      'security-group-changes',
      'network-acl-changes',
      'network-gateway-changes',
      'route-table-changes',
      'vpc-changes',
      'organizations-changes',
      'kms-key-availability',
    ]);
  });

  it('the benchmark’s fifteen are the default', () => {
    expect(controls.filter(({ isDefault }) => isDefault).length).toBe(15);
    expect(control('kms-key-availability').isDefault).toBe(false);
  });

  it('have the benchmark’s numbers', () => {
    expect(versionsOf(controls)).toEqual(['1.2', '1.4', '1.5', '2.0', '3.0', '4.0', '5.0', '6.0', '7.0']);
    for (const { slug, cis, order } of controls.slice(0, 15)) {
      expect(cis['1.2']?.id, slug).toBe(order === 15 ? undefined : `3.${order}`);
      for (const version of ['1.4', '1.5', '2.0', '3.0', '4.0', '5.0'])
        expect(cis[version]?.id, slug).toBe(`4.${order}`);
      for (const version of ['6.0', '7.0']) expect(cis[version]?.id, slug).toBe(`5.${order}`);
    }
    expect(aliasesOf(control('kms-key-loss'))).toEqual([
      ...['cis-7.0:5.7', 'cis-6.0:5.7', 'cis-5.0:4.7', 'cis-4.0:4.7', 'cis-3.0:4.7', 'cis-2.0:4.7', 'cis-1.5:4.7'],
      ...['cis-1.4:4.7', 'cis-1.2:3.7', 'CloudWatch.7'],
    ]);
  });

  it('have the mappings that the frameworks need', () => {
    for (const { slug, frameworks } of controls) {
      expect(frameworks.nist_800_53, slug).toEqual(['AU-6', 'AU-6(1)', 'AU-7(1)']);
      expect(frameworks.cis_controls_v8, slug).toContain('8.11');
      expect(frameworks.mitre_attack?.length, slug).toBeGreaterThan(0);
    }
    expect(control('kms-key-loss').frameworks.cce).toEqual(['CCE-79192-1']);
    expect(control('cloudtrail-configuration-changes').frameworks.cce).toEqual(['CCE-79190-5']);
  });

  it.each(each)('%s has three tests either way', (_, { tests }) => {
    expect(tests.filter(({ required }) => required).length).toBeGreaterThanOrEqual(3);
    expect(tests.filter(({ required }) => !required).length).toBeGreaterThanOrEqual(3);
  });

  it.each(each)('every event of %s is described, and recorded somewhere', (_, { events }) => {
    for (const event of events) {
      expect(shapesOf(event).length, event.event).toBeGreaterThan(1);
      expect(recordedIn(event, 'aws', ['us-east-1']).length, event.event).toBeGreaterThan(0);
    }
  });

  it.each(each)('some documented record of every event of %s is required', (_, { events }) => {
    for (const event of events) {
      const required = shapesOf(event).filter((shape) => matches(requirementOf(event), shape.example));
      expect(required.filter((shape) => !shape.conjectured).length, event.event).toBeGreaterThan(0);
    }
  });
});

describe('canonical patterns', () => {
  it.each(each)('that of %s is a pattern and covers it, attempts included', (slug, { canonicalPattern }) => {
    expect(canonicalPattern.length).toBeLessThanOrEqual(1024);
    expect(judge(slug, canonicalPattern)).toBe('proved');
    expect(judge(slug, canonicalPattern, { includeAttempts: true })).toBe('proved');
  });

  it.each(each.filter(([, { literalPattern }]) => literalPattern !== null))(
    'the text that Security Hub asks for covers %s of 1.4',
    (slug, { literalPattern }) => {
      expect(judge(slug, literalPattern!, { benchmark: 'cis-1.4' })).toBe('proved');
    },
  );
});

describe('patterns that look right', () => {
  const KEYS =
    '($.eventSource = "kms.amazonaws.com") && (($.eventName = "DisableKey") || ($.eventName = "ScheduleKeyDeletion"))';

  it.each([
    ['both names at once', '{ $.eventName = DisableKey && $.eventName = ScheduleKeyDeletion }'],
    ['one name only', '{ ($.eventSource = kms.amazonaws.com) && ($.eventName = DisableKey) }'],
    ['only failures', `{ ${KEYS} && ($.errorCode = "*") }`],
    ['only people', `{ ${KEYS} && ($.userIdentity.type = "IAMUser") }`],
    ['all but root', `{ ${KEYS} && ($.userIdentity.type != "Root") }`],
    ['a guard on a field that most events lack', `{ ${KEYS} && ($.userIdentity.invokedBy != "x.amazonaws.com") }`],
    ['a field that service events lack', `{ ${KEYS} && ($.userIdentity.arn = "*") }`],
    ['one key, by its ARN as sent', `{ ${KEYS} && ($.requestParameters.keyId = "arn:aws:kms:*") }`],
    ['no service on somebody’s behalf', `{ ${KEYS} && ($.userIdentity.invokedBy NOT EXISTS) }`],
  ])('%s: broken for kms-key-loss', (_, pattern) => {
    expect(judge('kms-key-loss', pattern)).toBe('broken');
  });

  it.each([
    ['what an event of today always shows, and nobody promises', `{ ${KEYS} && ($.managementEvent IS TRUE) }`],
    ['the same of its category', `{ ${KEYS} && ($.eventCategory = "Management") }`],
  ])('%s: unknown', (_, pattern) => {
    expect(judge('kms-key-loss', pattern)).toBe('unknown');
  });

  it.each([
    ['successes only', `{ ${KEYS} && ($.errorCode NOT EXISTS) }`],
    ['calls of an API only', `{ ${KEYS} && ($.eventType = "AwsApiCall") }`],
    ['without the service', '{ ($.eventName = DisableKey) || ($.eventName = ScheduleKeyDeletion) }'],
  ])('%s: proved all the same', (_, pattern) => {
    expect(judge('kms-key-loss', pattern)).toBe('proved');
  });

  it('successes only miss attempts', () => {
    expect(judge('kms-key-loss', `{ ${KEYS} && ($.errorCode NOT EXISTS) }`, { includeAttempts: true })).toBe('broken');
  });

  it('a test of userIdentity.type misses what a service does by itself', () => {
    const { canonicalPattern } = control('kms-key-availability');
    const typed = `${canonicalPattern.slice(0, -1)} && ($.userIdentity.type = "*") }`;
    expect(judge('kms-key-availability', typed)).toBe('broken');
  });

  it('MFAUsed = No may miss a third value, which nobody documents', () => {
    const pattern = '{ ($.eventName = ConsoleLogin) && ($.additionalEventData.MFAUsed = "No") }';
    expect(judge('console-sign-in-without-mfa', pattern)).toBe('unknown');
  });

  it('security groups: older templates miss what 5.0 added', () => {
    const { literalPattern } = control('security-group-changes');
    expect(judge('security-group-changes', literalPattern!, { benchmark: 'cis-4.0' })).toBe('proved');
    expect(judge('security-group-changes', literalPattern!, { benchmark: 'cis-5.0' })).toBe('broken');
  });

  it('the IAM text in the place of the CloudTrail one', () => {
    const { literalPattern } = control('iam-policy-changes');
    expect(judge('cloudtrail-configuration-changes', literalPattern!)).toBe('broken');
    expect(judge('iam-policy-changes', literalPattern!)).toBe('proved');
  });
});
