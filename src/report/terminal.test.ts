import { stripVTControlCharacters } from 'node:util';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { AuditResult } from '../chain/result.js';
import { displayWidth } from './columns.js';
import {
  account,
  auditResult,
  controlResult,
  eventResult,
  fifteen,
  HOSTILE,
  METRIC_PATH,
  pathOver,
  RULE_PATH,
  SLUGS,
} from './result.case.js';
import { renderTerminal } from './terminal.js';

const OPTIONS = { width: 80, colour: false, verbose: false, benchmark: '7.0' };
const draw = (result: AuditResult, options: Partial<typeof OPTIONS> = {}) =>
  renderTerminal(result, { ...OPTIONS, ...options });

const keyLoss = (...events: Parameters<typeof controlResult>[2]) => controlResult('kms-key-loss', '7', events);
const proved = fifteen((event) => eventResult(event, 'proved', pathOver(METRIC_PATH)));
const dead = fifteen((event) => eventResult(event, 'broken', pathOver(METRIC_PATH, 'trail', 'logging was stopped')));
const unread = ['eu-west-1', 'us-east-1', 'us-east-2'].map((region) => ({
  account: '111122223333',
  region,
  operation: 'sns:ListSubscriptionsByTopic',
  error: 'AccessDenied: not authorized',
  permission: 'sns:ListSubscriptionsByTopic',
}));

function count(text: string, part: string): number {
  return text.split(part).length - 1;
}

describe('the overview', () => {
  test('has one line for each control with its mark, number, verdict', () => {
    const text = draw(auditResult([...proved.slice(0, 6), dead[6]!, ...proved.slice(7)]));
    for (const [at, [slug]] of SLUGS.entries()) {
      const word = slug === 'kms-key-loss' ? '✗ broken ' : '✓ proved ';
      const line = text.split('\n').find((candidate) => candidate.startsWith(`${word}  ${slug} `));
      expect(line, slug).toContain(`  5.${at + 1} `);
    }
  });

  test('shows the numbers of the benchmark that was asked for', () => {
    expect(draw(auditResult(proved), { benchmark: '3.0' })).toMatch(/kms-key-loss +4\.7 /);
  });

  test('an unknown is never drawn as a pass', () => {
    const path = pathOver(METRIC_PATH, 'subscription', 'could not be read', null);
    const text = draw(auditResult([keyLoss(eventResult('kms.amazonaws.com:DisableKey', 'unknown', path))]));
    expect(text).toMatch(/^\? unknown {2}kms-key-loss/m);
    expect(text).toMatch(/\? subscription /);
    expect(text).not.toMatch(/^✓ proved/m);
    expect(text).toContain('1 control: 1 unknown');
  });

  test('says where the procedure of the benchmark ends otherwise than the verdict', () => {
    const broken = { ...dead[6]!, benchmark: 'met' as const };
    expect(draw(auditResult([broken]))).toContain('kms-key-loss: the procedure would pass, and yet nobody is told');
    const held = { ...proved[6]!, benchmark: 'not-met' as const };
    expect(draw(auditResult([held]))).toContain(
      'kms-key-loss: a subscriber is told, and yet the procedure would not pass',
    );
  });

  test('says that --region narrowed the verdict', () => {
    const narrowed = { ...account('111122223333', null), regions: ['eu-west-1'], narrowed: true };
    expect(draw(auditResult(proved, { accounts: [narrowed] }))).toContain('Only eu-west-1 was asked for (--region)');
  });
});

describe('a finding', () => {
  test.each(METRIC_PATH)('that breaks at the %s draws the links until there, and no further', (kind) => {
    const path = pathOver(METRIC_PATH, kind, 'THE REASON');
    const text = draw(
      auditResult([keyLoss(eventResult('kms.amazonaws.com:DisableKey', 'broken', path, { mend: ['do THIS'] }))]),
    );
    expect(count(text, 'THE REASON')).toBe(1);
    const drawn = text.split('\n').filter((line) => /^(?: {13}| {2}path {7})[✓✗?] \D/.test(line));
    expect(drawn).toHaveLength(METRIC_PATH.indexOf(kind) + 1);
    expect(drawn.at(-1)).toMatch(/✗/);
    expect(text).toContain('Do THIS.');
    expect(text).toMatch(/eventName +DisableKey/);
    expect(text).toMatch(/userIdentity\.type +AssumedRole/);
  });

  test('one dead trail under fifteen controls is drawn once, with the controls named', () => {
    const text = draw(auditResult(dead));
    expect(count(text, 'logging was stopped')).toBe(1);
    expect(text).toContain('15 controls break at the same link: the trail main');
    for (const [slug] of SLUGS) expect(count(text, slug)).toBeGreaterThanOrEqual(2);
  });

  test('reasons that differ by the name of the event alone are one finding', () => {
    const event = (name: string) =>
      eventResult(
        `kms.amazonaws.com:${name}`,
        'broken',
        pathOver(METRIC_PATH, 'metric-filter', `the filter refuses ${name}`),
      );
    const text = draw(auditResult([keyLoss(event('DisableKey'), event('ScheduleKeyDeletion'))]));
    expect(count(text, 'the filter refuses')).toBe(1);
    expect(text).toContain('DisableKey and ScheduleKeyDeletion (kms.amazonaws.com)');
  });

  test('different causes are kept apart', () => {
    const event = (name: string, reason: string) =>
      eventResult(`kms.amazonaws.com:${name}`, 'broken', pathOver(METRIC_PATH, 'alarm', reason));
    const text = draw(auditResult([keyLoss(event('DisableKey', 'FIRST'), event('ScheduleKeyDeletion', 'SECOND'))]));
    expect(text).toContain('FIRST');
    expect(text).toContain('SECOND');
  });

  test('the seven steps are listed with what was observed, the failing one in full', () => {
    const text = draw(auditResult([dead[6]!]));
    for (let step = 1; step <= 7; step++) expect(text).toMatch(new RegExp(`[✓✗?] ${step} \\w`));
    expect(text.replace(/\s+/g, ' ')).toContain(
      '✗ 4 A filter has the pattern: no filter of the log group tests DisableKey',
    );
  });

  test('without a path the reasons are told', () => {
    const event = eventResult('kms.amazonaws.com:DisableKey', 'unknown', [], { reasons: ['nobody could look'] });
    expect(draw(auditResult([keyLoss(event)]))).toContain('Nobody could look.');
  });

  test('proved controls take one line, and their paths with --verbose', () => {
    const rule = keyLoss(eventResult('kms.amazonaws.com:DisableKey', 'proved', pathOver(RULE_PATH)));
    expect(draw(auditResult([rule]))).not.toContain('event bus');
    const text = draw(auditResult([rule]), { verbose: true });
    expect(text).toContain('✓ event bus');
    expect(text.replace(/\s+/g, ' ')).toContain('AWS guarantees neither');
  });

  test('blind spots, notes and other consumers are said once', () => {
    const results = proved.map((result) => ({
      ...result,
      blindSpots: ['arn:aws:kms:eu-west-1:111122223333:key/1'],
      notes: ['rings all day'],
      otherConsumers: ['a subscription filter to a Lambda function'],
    }));
    const text = draw(auditResult(results));
    expect(count(text, 'key/1')).toBe(1);
    expect(count(text, 'ings all day')).toBe(1);
    expect(count(text, 'a subscription filter to')).toBe(1);
  });
});

test('what was not read is folded over Regions, with the permission to add', () => {
  const text = draw(auditResult(proved, { unread }));
  expect(text.replace(/\s+/g, ' ')).toContain('sns:ListSubscriptionsByTopic in eu-west-1, us-east-1 and us-east-2');
  expect(text).toContain('To read them, allow: sns:ListSubscriptionsByTopic');
});

test('what the endpoint lacks is noted once', () => {
  const lacking = unread.map((item) => ({ ...item, operation: 'cloudwatch:ListAlarmMuteRules' }));
  const text = draw(auditResult(proved, { unsupported: lacking }));
  expect(count(text, 'cloudwatch:ListAlarmMuteRules')).toBe(1);
  expect(text).not.toContain('── not read');
});

test('several accounts are grouped, and what holds in them takes one line', () => {
  const other = proved.map((result) => ({ ...result, account: '444455556666' }));
  const accounts = [account('111122223333', 'production'), account('444455556666', null)];
  const text = draw(auditResult([...dead, ...other], { accounts }));
  expect(text.indexOf('── 111122223333 (production) ')).toBeGreaterThan(0);
  const second = text.slice(text.indexOf('── 444455556666 '));
  expect(second).toContain('15 controls: 15 proved');
  expect(second.split('\n').filter((line) => line.startsWith('✓ proved'))).toHaveLength(1);
  expect(text.trimEnd().split('\n').at(-1)).toBe('30 controls: 15 broken, 15 proved in 2 accounts');
});

describe('the page', () => {
  const wide = auditResult(
    fifteen((event) =>
      eventResult(event, 'broken', pathOver(METRIC_PATH, 'alarm', '警報が鳴らない。'.repeat(20)), {
        mend: ['🔔'.repeat(90)],
      }),
    ),
    { unread },
  );

  test.each([60, 80, 120])('no line is wider than %d columns', (width) => {
    for (const result of [auditResult(proved), auditResult(dead), wide, hostile()])
      for (const verbose of [false, true])
        for (const line of draw(result, { width, verbose }).split('\n'))
          expect(displayWidth(line), line).toBeLessThanOrEqual(width);
  });

  test('less than 60 columns are taken as 60', () => {
    expect(draw(auditResult(dead), { width: 10 })).toBe(draw(auditResult(dead), { width: 60 }));
  });

  test('colour only when asked for, and then the same text', () => {
    const plain = draw(auditResult(dead));
    const coloured = draw(auditResult(dead), { colour: true });
    expect(plain).not.toContain('\x1b');
    expect(coloured).toContain('\x1b[31m');
    expect(stripVTControlCharacters(coloured)).toBe(plain);
  });
});

describe('names from the account cannot draw', () => {
  test('hostile names are written out', () => {
    const text = draw(hostile());
    expect(text).not.toMatch(/[^\P{C}\n]/u);
    expect(text).toContain('\\x1b[2J');
    expect(text).not.toMatch(/^✓ proved$/m);
  });

  test('no text of the account reaches the page as a control character or a line of its own', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 40 }), fc.constantFrom(60, 80, 133), (name, width) => {
        const text = draw(withName(name), { width });
        expect(text).not.toMatch(/[^\P{C}\n]/u);
        expect(text).not.toMatch(/[\u2028\u2029]/);
        for (const line of text.split('\n')) expect(displayWidth(line)).toBeLessThanOrEqual(width);
      }),
      { numRuns: 200 },
    );
  });
});

function hostile(): AuditResult {
  const all = HOSTILE.map((name) => withName(name));
  return {
    ...all[0]!,
    accounts: all.flatMap(({ accounts }) => accounts),
    results: all.flatMap(({ results }) => results),
  };
}

/** A result in which every text that AWS or the account's owner chooses is this one. */
function withName(name: string): AuditResult {
  const path = [{ kind: 'trail' as const, id: name, region: name, holds: false, reason: name }];
  const witness = { eventName: name, requestParameters: { [name]: name } };
  const event = eventResult(`${name}:${name}`, 'broken', path, {
    regions: [name],
    mend: [name],
    reasons: [name],
    witness,
  });
  const result = controlResult(name, '7', [event], {
    account: name,
    summary: name,
    title: name,
    notes: [name],
    blindSpots: [name],
    otherConsumers: [name],
  });
  return auditResult([result], {
    accounts: [{ ...account(name, name), caller: name, regions: [name], narrowed: true }],
    unread: [{ account: name, region: name, operation: name, error: name, permission: name }],
  });
}
