import { describe, expect, it } from 'vitest';
import type { Account } from './account.js';
import { loadAccount } from './load.js';
import { digestOf, saveAccount } from './save.js';

const ACCOUNT: Account = {
  schema: 'trailproof/account/1',
  tool: { name: 'trailproof', version: '1.2.3' },
  readAt: '2026-11-20T12:00:00.000Z',
  account: '111122223333',
  partition: 'aws',
  caller: 'arn:aws:sts::111122223333:assumed-role/auditor/audit',
  alias: null,
  regions: ['eu-west-1', 'us-east-1'],
  narrowed: false,
  reads: [
    { region: 'us-east-1', operation: 'events:ListRules', input: {}, pages: [{ Rules: [{ Name: 'a', Arn: 'b' }] }] },
    {
      region: 'eu-west-1',
      operation: 'logs:DescribeMetricFilters',
      input: { logGroupName: 'g' },
      pages: [{ metricFilters: [] }],
      error: { kind: 'denied', code: 'AccessDeniedException', message: 'no' },
    },
    {
      region: 'eu-west-1',
      operation: 'cloudwatch:ListAlarmMuteRules',
      input: {},
      pages: [],
      error: { kind: 'unsupported', code: 'NotImplemented', message: 'no' },
    },
  ],
};

function refusalOf(text: string) {
  const loaded = loadAccount(text, 'evidence.json');
  if (loaded.ok) throw new Error('it was not refused');
  expect(loaded.error.message).toMatch(/^`evidence\.json` /);
  expect(loaded.error.message).not.toMatch(/\n/);
  expect(loaded.error.help).not.toBe('');
  return loaded.error;
}

describe('loadAccount', () => {
  it('gives back what was saved', () => {
    const loaded = loadAccount(saveAccount(ACCOUNT), 'evidence.json');
    expect(loaded.ok && new Set(loaded.account.reads)).toEqual(new Set(ACCOUNT.reads));
    expect(loaded.ok && { ...loaded.account, reads: [] }).toEqual({ ...ACCOUNT, reads: [] });
  });

  it('reads a file that an editor began with a byte order mark', () => {
    expect(loadAccount(`\uFEFF${saveAccount(ACCOUNT)}`, 'evidence.json').ok).toBe(true);
  });

  it('refuses a file that is nested without end', () => {
    const text = saveAccount(ACCOUNT).replace('"Rules"', `"x":${'['.repeat(100_000)}${']'.repeat(100_000)},"Rules"`);
    const { code, message } = refusalOf(text);
    expect(code).toBe('malformed');
    expect(message).toContain('nested more deeply');
  });

  it('refuses every file that was cut off, and says so', () => {
    const text = saveAccount(ACCOUNT).trimEnd();
    for (let length = 0; length < text.length; length++) {
      expect(refusalOf(text.slice(0, length)).code).toBe('truncated');
    }
  });

  it.each([
    ['not-json', 'Key,Value\na,b\n'],
    ['not-json', '{"schema": trailproof}'],
    ['not-an-account', '[]'],
    ['not-an-account', 'null'],
    ['not-an-account', '{"Records":[]}'],
    ['other-version', '{"schema":"trailproof/account/2"}'],
    ['malformed', '{"schema":"trailproof/account/1"}'],
  ])('refuses with %s: %s', (code, text) => {
    expect(refusalOf(text).code).toBe(code);
  });

  it('names both versions when they differ', () => {
    const { message, help } = refusalOf(saveAccount(ACCOUNT).replace('account/1', 'account/9'));
    expect(message).toContain('`trailproof/account/9`');
    expect(message).toContain('`trailproof/account/1`');
    expect(help).toContain('trailproof snapshot');
  });

  it.each(Object.keys(ACCOUNT).filter((member) => member !== 'schema'))(
    'names the member that is missing: %s',
    (member) => {
      const { [member as keyof Account]: _gone, ...rest } = ACCOUNT;
      expect(refusalOf(JSON.stringify(rest)).message).toContain(`\`${member}\` is missing`);
    },
  );

  it.each([
    [{ account: '1111' }, '`account`'],
    [{ account: 111122223333 }, '`account`'],
    [{ readAt: 'yesterday' }, '`readAt`'],
    [{ readAt: '2026-99-99T00:00:00Z' }, '`readAt`'],
    [{ regions: [] }, '`regions`'],
    [{ regions: 'us-east-1' }, '`regions`'],
    [{ narrowed: 'no' }, '`narrowed`'],
    [{ reads: {} }, '`reads`'],
    [{ reads: [null] }, '`reads[0]`'],
    [{ reads: [{ ...ACCOUNT.reads[0], operation: 's3:GetObject' }] }, '`operation`'],
    [{ reads: [ACCOUNT.reads[0], { ...ACCOUNT.reads[0], region: '' }] }, '`reads[1]` has no `region`'],
    [{ reads: [{ ...ACCOUNT.reads[0], pages: [1] }] }, '`pages`'],
    [{ reads: [{ ...ACCOUNT.reads[0], pages: [] }] }, 'neither a page nor an `error`'],
    [{ reads: [{ ...ACCOUNT.reads[0], error: { kind: 'toString', code: '', message: '' } }] }, '`error`'],
    [{ reads: [{ ...ACCOUNT.reads[0], error: null }] }, '`error`'],
  ])('refuses %j', (wrong, named) => {
    const { code, message } = refusalOf(JSON.stringify({ ...ACCOUNT, ...wrong }));
    expect(code).toBe('malformed');
    expect(message).toContain(named);
  });
});

describe('saveAccount and digestOf', () => {
  it('do not depend on the order of reads or members', () => {
    const turned: Account = {
      ...(Object.fromEntries(Object.entries(ACCOUNT).reverse()) as Partial<Account>),
      ...ACCOUNT,
      reads: [...ACCOUNT.reads].reverse().map((read) => ({
        ...read,
        pages: read.pages.map((page) => (page.Rules ? { Rules: [{ Arn: 'b', Name: 'a' }] } : page)),
      })),
    };
    expect(saveAccount(turned)).toBe(saveAccount(ACCOUNT));
    expect(digestOf(turned)).toBe(digestOf(ACCOUNT));
    expect(digestOf(ACCOUNT)).toMatch(/^sha256:[0-9a-f]{64}$/);
  });

  it('differ when an answer, its pages or its error differ', () => {
    const [rules, filters, mute] = ACCOUNT.reads;
    const digests = [
      ACCOUNT,
      { ...ACCOUNT, reads: [rules!, filters!] },
      { ...ACCOUNT, reads: [{ ...rules!, pages: [{ Rules: [] }] }, filters!, mute!] },
      { ...ACCOUNT, reads: [{ ...rules!, pages: [...rules!.pages, { Rules: [] }] }, filters!, mute!] },
      {
        ...ACCOUNT,
        reads: [rules!, { ...filters!, error: { ...filters!.error!, kind: 'throttled' as const } }, mute!],
      },
      { ...ACCOUNT, narrowed: true },
    ].map(digestOf);
    expect(new Set(digests).size).toBe(digests.length);
  });

  it('keep the order of pages and of items', () => {
    const pages = [{ Rules: [{ Name: 'z' }, { Name: 'a' }] }, { Rules: [{ Name: 'b' }] }];
    const loaded = loadAccount(saveAccount({ ...ACCOUNT, reads: [{ ...ACCOUNT.reads[0]!, pages }] }), 'f');
    expect(loaded.ok && loaded.account.reads[0]?.pages).toEqual(pages);
  });

  it('keep a member that is called __proto__', () => {
    const page = JSON.parse('{"__proto__":{"a":1}}') as Record<string, unknown>;
    expect(saveAccount({ ...ACCOUNT, reads: [{ ...ACCOUNT.reads[0]!, pages: [page] }] })).toContain('__proto__');
  });
});

it.each([undefined, null, 5, {}])('what is no text at all is refused, and nothing is thrown: %s', (text) => {
  expect(loadAccount(text as never, 'account.json')).toMatchObject({
    ok: false,
    error: { code: 'not-json', message: '`account.json` is not the text of a file' },
  });
});
