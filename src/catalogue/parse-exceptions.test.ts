import { describe, expect, it } from 'vitest';
import { deriveDetection } from '../cloudtrail/detection-fields.js';
import { compile } from '../predicate/match.js';
import { loadControls, loadRules, parseExceptions } from './index.js';
import { instantOf } from './instant.js';

const { rules } = loadRules({ controls: loadControls().controls });

const ONE = `- id: pipeline
  rule: kms-key-disabled
  language: kql
  query: 'user.name: "Pipeline"'
  owner: alice@example.com
  reason: it retires keys every month
  expires: 2027-01-31
`;
const read = (text: string) => parseExceptions(text, 'exceptions.yaml', rules);
const said = (text: string) => read(text).problems.map(({ line, code, message }) => `${line} ${code}: ${message}`);

describe('an exception', () => {
  it('is of one rule, some events, somebody, for a reason and a time', () => {
    const { exceptions, problems } = read(ONE);
    expect(problems).toEqual([]);
    expect(exceptions).toMatchObject([
      {
        id: 'pipeline',
        rule: 'kms-key-disabled',
        owner: 'alice@example.com',
        reason: 'it retires keys every month',
        expires: '2027-01-31T00:00:00.000Z',
        origin: { file: 'exceptions.yaml', line: 1 },
      },
    ]);
    const match = compile(exceptions[0]!.predicate, deriveDetection);
    expect(match({ userIdentity: { type: 'IAMUser', userName: 'Pipeline' } })).toBe(true);
    expect(match({ userIdentity: { type: 'IAMUser', userName: 'Alice' } })).toBe(false);
  });

  it('may be of all rules', () => expect(read(ONE.replace('kms-key-disabled', 'all')).exceptions[0]!.rule).toBe(null));

  it('is read in the narrower sense', () => {
    const doubtful = ONE.replace('kql', 'cloudwatch').replace(/query: .*/, "query: '{ $.readOnly = true }'");
    const match = compile(read(doubtful).exceptions[0]!.predicate, deriveDetection);
    expect(match({ readOnly: true })).toBe(false);
  });

  it.each([
    ['no owner', ONE.replace(/ {2}owner.*\n/, ''), '1 not-a-text: `0.owner` is missing'],
    ['no reason', ONE.replace(/ {2}reason.*\n/, ''), '1 not-a-text: `0.reason` is missing'],
    ['no end', ONE.replace(/ {2}expires.*\n/, ''), '1 not-a-text: `0.expires` is missing'],
    ['no rule', ONE.replace(/ {2}rule.*\n/, ''), '1 not-a-text: `0.rule` is missing'],
    ['an empty reason', ONE.replace('it retires keys every month', "''"), '6 not-a-text: `0.reason` is empty'],
    [
      'an end that is none',
      ONE.replace('2027-01-31', '2027-02-30'),
      '7 invalid-time: `2027-02-30` is not a date or an instant',
    ],
    [
      'a rule that is none',
      ONE.replace('kms-key-disabled', 'kms-key-disable'),
      '2 unknown-rule: unknown rule `kms-key-disable`',
    ],
    [
      'a rule with a deadline',
      ONE.replace('kms-key-disabled', 'kms-key-deletion-scheduled'),
      '2 not-excepted: `kms-key-deletion-scheduled` cannot be excepted: what it reports has a deadline, and a silence would use it up',
    ],
    [
      'a query that is none',
      ONE.replace('user.name', 'user.nam'),
      '4 unknown-field: not a query of CloudTrail’s fields: there is no field `user.nam`',
    ],
    ['every event', ONE.replace(/query: .*/, 'query: "*:*"'), '4 every-event: the query matches every event'],
    [
      'every event, by what each has',
      ONE.replace(/query: .*/, "query: 'event.action: *'"),
      '4 every-event: the query matches every event',
    ],
    ['another language', ONE.replace('kql', 'sql'), '3 unknown-language: `sql` is not one of cloudwatch, kql'],
    ['an unknown member', `${ONE}  until: x\n`, '8 unknown-key: unknown key `until`'],
    ['no mapping', '- x', '1 not-an-exception: this is not an exception'],
    ['no list', 'id: x', '1 not-a-list: this is not a list of exceptions'],
  ])('with %s is refused', (_, text, expected) => {
    expect(said(text)).toEqual([expected]);
    expect(read(text).exceptions).toEqual([]);
  });

  it('whose id is taken is refused, and the first stays', () => {
    expect(said(ONE + ONE)).toEqual(['8 id-taken: the id `pipeline` is given twice']);
    expect(read(ONE + ONE).exceptions.length).toBe(1);
  });

  it('of an empty file is none', () => {
    expect(read('')).toEqual({ exceptions: [], problems: [] });
    expect(read('# nothing yet\n')).toEqual({ exceptions: [], problems: [] });
  });
});

it.each([
  ['2027-01-31', '2027-01-31T00:00:00.000Z'],
  ['2027-01-31T12:00Z', '2027-01-31T12:00:00.000Z'],
  ['2027-01-31T12:00:00.5Z', '2027-01-31T12:00:00.500Z'],
  ['2027-01-31T12:00:00+02:00', '2027-01-31T10:00:00.000Z'],
  ['2028-02-29', '2028-02-29T00:00:00.000Z'],
  ['2027-02-29', null],
  ['2027-06-31', null],
  ['2027-13-01', null],
  ['2027-01-31T25:00Z', null],
  ['2027-01-31T12:00', null],
  ['31.1.2027', null],
  ['', null],
])('the instant of `%s` is %s', (text, expected) => expect(instantOf(text)).toBe(expected));
