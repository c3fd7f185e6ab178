import { expect, it } from 'vitest';
import { publishStatement, withStatement } from './policies.js';

const TOPIC = 'arn:aws:sns:us-east-1:111122223333:alerts';
const STATEMENT = publishStatement('cloudwatch.amazonaws.com', TOPIC, '111122223333');
const added = (policy: string | undefined) => withStatement(policy, STATEMENT);

it('keeps all others as they were, numbers too that JavaScript does not hold', () => {
  const other = '{"Effect":"Deny","Condition":{"NumericLessThan":{"aws:x":12345678901234567890,"aws:y":1.0}}}';
  expect(added(`{"Version":"2012-10-17","Statement":[${other}]}`)).toBe(
    `{"Version":"2012-10-17","Statement":[${other},${JSON.stringify(STATEMENT)}]}`,
  );
});

it('takes one statement for a list of one, and an id that nobody has', () => {
  const made = JSON.parse(added(JSON.stringify({ Statement: { ...STATEMENT, Effect: 'Deny' } }))!);
  expect(made.Statement.map(({ Sid }: { Sid: string }) => Sid)).toEqual(['TrailproofAlarms', 'TrailproofAlarms2']);
});

it.each([undefined, '', 'no JSON', '[]', '"text"', `{"Statement":[{"Sid":"${'x'.repeat(31_000)}"}]}`])(
  'what cannot be read, or becomes too long, is not altered: %#',
  (policy) => {
    expect(added(policy)).toBe(null);
  },
);
