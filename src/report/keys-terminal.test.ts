import { describe, expect, it } from 'vitest';
import { displayWidth } from './columns.js';
import { aKeyReport, aKeysReport, PENDING } from './keys.case.js';
import { renderKeysTerminal } from './keys-terminal.js';

const KEYS = [
  PENDING,
  aKeyReport({
    state: 'PendingReplicaDeletion',
    danger: 'pending',
    pendingWindowInDays: 30,
    keyId: '2',
    aliases: [],
    description: 'ledger of the whole company and of all that it ever did, in many words, far beyond a line',
    multiRegion: {
      isPrimary: true,
      primary: 'arn:aws:kms:eu-west-1:1:key/2',
      replicas: ['arn:aws:kms:us-east-1:1:key/2'],
    },
    reported: 'blind-spot',
  }),
  aKeyReport({ state: 'Disabled', danger: 'unusable', region: 'ap-southeast-2', aliases: null, reported: 'unknown' }),
  aKeyReport({ region: 'us-east-1' }),
];
const LOGS = { paths: ['logs/'], files: 3, events: 1234, from: null, to: null, problems: [], notes: [] };
const render = (given: Parameters<typeof aKeysReport>[0], verbose = false) =>
  renderKeysTerminal(aKeysReport(given), { width: 80, colour: false, verbose });

describe('the list of keys, for people', () => {
  const text = render({ keys: KEYS, logs: LOGS });

  it('has a line for each key, and those in danger in full', () => {
    expect(text).toMatch(/^✗ deleted in 6 days {3}eu-west-1 {7}not told {4}orders$/m);
    expect(text).toMatch(/^✗ waits for replicas {2}eu-west-1 {7}blind spot {2}“ledger.*…$/m);
    expect(text).toMatch(/^✓ enabled {13}us-east-1 {7}told {8}orders$/m);
    expect(text).toMatch(/scheduled +by mallory on 2026-11-20 10:00 UTC, from 192\.0\.2\.1/);
    expect(text).toMatch(/policy +changed since by mallory on 2026-11-20 10:05 UTC/);
    expect(text).toMatch(/used for +Decrypt ×12 for aws:s3:arn=arn:aws:s3:::orders-archive/);
    expect(text).toMatch(/recover +trailproof recover 11111111-/);
    expect(text).toContain('4 keys: 2 pending deletion, the first in 6 days; 1 not usable; 1 well.');
  });

  it('says until when imported material lasts', () =>
    expect(render({ keys: [aKeyReport({ origin: 'EXTERNAL', materialExpires: '2027-01-01T00:00:00Z' })] })).toMatch(
      /^✓ enabled to 2027-01-01 /m,
    ));

  it('stays within 80 columns', () => {
    for (const verbose of [false, true])
      for (const line of render({ keys: KEYS, logs: LOGS }, verbose).split('\n'))
        expect(displayWidth(line), line).toBeLessThanOrEqual(80);
  });

  it('does not let a name redraw the screen', () => {
    const evil = 'evil\u202e\x1b[2J\nname';
    const drawn = render({
      keys: [
        {
          ...PENDING,
          aliases: [`alias/${evil}`],
          description: evil,
          grants: [{ ...PENDING.grants![0]!, grantee: evil }],
        },
      ],
      unread: [{ region: evil, operation: 'kms:ListKeys', key: null, error: evil, permission: 'kms:ListKeys' }],
    });
    for (const character of ['\x1b', '\u202e', '\nname']) expect(drawn).not.toContain(character);
    expect(drawn).toContain('evil\\u{202e}\\x1b[2J\\nname');
  });

  it('does not say that all is well where nothing could be read', () => {
    const unread = [
      {
        region: 'eu-west-1',
        operation: 'kms:ListKeys',
        key: null,
        error: 'AccessDeniedException: no',
        permission: 'kms:ListKeys',
      },
    ];
    expect(render({})).toContain('There is no customer managed key.');
    expect(render({ unread })).toContain('No key could be read: whether one is in danger is not known.');
    expect(render({ keys: [aKeyReport()], unread })).toContain('1 well; not everything could be read.');
  });
});
