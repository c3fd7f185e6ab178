import { describe, expect, it } from 'vitest';
import { EARLIER_TOML } from './elastic/elastic.case.js';
import { lintRule, lintRules, parseRule, parseRuleFile, type Rule } from './index.js';

const REST = `tests:
  - { name: a, event: { eventName: DisableKey }, alerts: 1 }
  - { name: b, event: { eventName: EnableKey }, alerts: 0 }
guide: { investigation: look, response: act }
`;

function rule(query: string, { language = 'kql', more = '', rest = REST } = {}): Rule {
  const text = `id: a\ntitle: A\ndescription: D\nseverity: low\ndetection:\n  language: ${language}\n  query: ${JSON.stringify(query)}\n${more}${rest}`;
  const parsed = parseRule(text, 'a.yaml');
  if (parsed.kind === 'refused') throw new Error(JSON.stringify(parsed.problems));
  return parsed.rule;
}

const said = (of: Rule): readonly string[] => lintRule(of).map(({ line, code }) => `${line} ${code}`);
const kql = (query: string): readonly string[] => said(rule(query));
const pattern = (query: string): readonly string[] => said(rule(query, { language: 'cloudwatch' }));

const SOUND = 'event.provider: "kms.amazonaws.com" and event.action: "DisableKey" and event.outcome: success';

describe('a sound rule', () => {
  it.each([
    SOUND,
    'event.action: DisableKey',
    'event.action: (Disable* or Schedule*) and event.outcome: (success or failure) and event.provider: kms.amazonaws.com',
    'event.provider: kms.amazonaws.com and event.action: DisableKey and not event.outcome: failure',
    'event.action: ConsoleLogin and user.name: *',
    'kms.policy.administered: false',
    'event.action: SomethingNew2027',
  ])('%s', (query) => expect(kql(query)).toEqual([]));

  it.each([
    '{ ($.eventSource = kms.amazonaws.com) && ($.eventName = DisableKey) && ($.errorCode NOT EXISTS) }',
    '{ $.userIdentity.sessionContext.sessionIssuer.userName = x }',
    '{ $.requestParameters.anything = x && $.resources[0].ARN = "arn:*" }',
  ])('%s', (query) => expect(pattern(query)).toEqual([]));
});

describe('a query', () => {
  it.each([
    ['that excludes itself', 'event.action: DisableKey and event.action: EnableKey', ['7 never-matches']],
    [
      'that excludes itself by the outcome',
      'event.action: DisableKey and event.outcome: success and aws.cloudtrail.error_code: AccessDenied',
      ['7 never-matches'],
    ],
    ['of all events', '*', ['7 always-matches', '7 only-wildcards']],
    ['of one or the other', 'event.action: DisableKey or not event.action: DisableKey', ['7 always-matches']],
    ['of wildcards alone', 'user.name: * and source.ip: *', ['7 only-wildcards']],
    ['in lower case', 'event.action: disablekey', ['7 event-casing']],
    [
      'in another casing',
      'event.action: "schedulekeydeletion" or event.action: SCHEDULEKeyDeletion',
      ['7 event-casing', '7 event-casing'],
    ],
    ['that rules out what is never written', 'user.name: x and not event.action: disablekey', ['7 event-casing']],
    ['of a source that is none', 'event.provider: kms and event.action: x', ['7 event-casing', '7 event-source']],
    ['of a source in another casing', 'event.provider: KMS.amazonaws.com', ['7 event-source']],
    ['of KMS without its outcome', 'event.provider: kms.amazonaws.com and event.action: DisableKey', ['7 no-outcome']],
    ['of a value too long', `user.name: "${'x'.repeat(1025)}"`, ['7 value-too-long']],
  ])('%s', (_, query, expected) => expect([...kql(query)].sort()).toEqual(expected));

  it.each([
    ['of a field that no event has', '{ $.eventname = x }', ['7 unknown-field']],
    ['of a caller’s field that none has', '{ $.userIdentity.username = x }', ['7 unknown-field']],
    ['in lower case', '{ $.eventName = disablekey }', ['7 event-casing']],
    [
      'of KMS without its outcome',
      '{ $.eventSource = kms.amazonaws.com && $.eventName = DisableKey }',
      ['7 no-outcome'],
    ],
    ['that excludes itself', '{ $.eventName = DisableKey && $.eventName = EnableKey }', ['7 never-matches']],
  ])('as a pattern %s', (_, query, expected) => expect(pattern(query)).toEqual(expected));

  it('is told what was meant', () => {
    const [warning] = lintRule(rule('event.action: disablekey'));
    expect(warning).toMatchObject({ file: 'a.yaml', line: 7, help: 'write `DisableKey`' });
    expect(warning!.message).toBe('`a`: CloudTrail never writes the event name `disablekey` in this casing');
    expect(lintRule(rule('{ $.eventname = x }', { language: 'cloudwatch' }))[0]!.help).toBe(
      'did you mean `eventName`?',
    );
  });
});

describe('a rule', () => {
  it.each([
    ['that looks away', { more: 'schedule: { interval: 10m, lookBack: 5m }\n' }, ['8 gap-in-schedule']],
    ['that holds everything back', { more: 'maxAlerts: 0\n' }, ['8 no-alerts']],
    ['without tests and guide', { rest: '' }, ['1 no-tests', '1 no-guide']],
    ['with tests of one kind', { rest: REST.replace('alerts: 0', 'alerts: 1') }, ['8 one-sided-tests']],
  ])('%s', (_, more, expected) => expect(said(rule(SOUND, more))).toEqual(expected));

  it('that supersedes what is not there', () => {
    const more = 'supersedes: [b]\n';
    expect(lintRules([rule(SOUND, { more })]).map(({ line, code }) => `${line} ${code}`)).toEqual(['8 unknown-rule']);
    expect(lintRules([rule(SOUND, { more }), { ...rule(SOUND), id: 'b' }])).toEqual([]);
    expect(lintRules([rule(SOUND, { more })], [{ ...rule(SOUND), id: 'b' }])).toEqual([]);
  });

  it('that supersedes what is more severe and may not be silenced', () => {
    const more = 'supersedes: [b]\n';
    const other = { ...rule(SOUND), id: 'b', severity: 'critical', mayBeExcepted: false } as const;
    const found = lintRules([rule(SOUND, { more })], [other]);
    expect(found.map(({ line, code }) => `${line} ${code}`)).toEqual(['8 undue-supersedes']);
    expect(lintRules([rule(SOUND, { more })], [{ ...other, severity: 'low' }])).toEqual([]);
    expect(lintRules([rule(SOUND, { more })], [{ ...other, mayBeExcepted: true }])).toEqual([]);
  });

  it('of Elastic’s needs no tests of its own, and has the lines of its file', () => {
    const read = (text: string) => parseRuleFile(text, 'rule.toml').rules[0]!;
    expect(lintRule(read(EARLIER_TOML))).toEqual([]);
    const gap = EARLIER_TOML.replace('now-60m', 'now-6m');
    const from = gap.split('\n').indexOf('from = "now-6m"') + 1;
    expect(said(read(gap))).toEqual([`${from} gap-in-schedule`]);
  });
});
