import { describe, expect, inject, it } from 'vitest';
import { collect } from '../../src/aws/collect.js';
import { breakOf } from '../../src/chain/summary.js';
import { type Configuration, REGIONS } from './configuration.js';
import { CONFIGURATIONS } from './configurations.js';
import { deploy } from './deploy.js';
import { audited } from './judged.js';
import { openSandbox } from './sandbox.js';

const moto = inject('moto');

/** Those in which nothing is needed that moto lacks. */
const PLAIN: readonly string[] = [
  'the benchmark’s own chain',
  'a trail of write events only',
  'names by glob',
  'a topic encrypted with a key that CloudWatch may use',
  'EventBridge in every Region, and a trail that delivers to S3 alone',
  'the trail was stopped',
  'a trail of one Region',
  'KMS excluded by a basic selector',
  'a log group of that name in another Region alone',
  'failed calls only',
  'an alarm on another namespace',
  'a threshold of five',
  'actions disabled',
  'the topic was deleted',
  'a topic without a subscription',
  'rules that are disabled',
];

/** What moto lacks of what is read. */
const LACKING: readonly string[] = ['cloudwatch:ListAlarmMuteRules', 'sns:GetDataProtectionPolicy'];

describe.skipIf(moto.url === null)('against plain moto, which lacks much', () => {
  const configurations = CONFIGURATIONS.filter(({ name }) => PLAIN.includes(name));

  it('all of them are there', () => {
    expect(configurations.map(({ name }) => name).sort()).toEqual([...PLAIN].sort());
    expect(configurations.filter((one: Configuration) => one.behaviours ?? one.owner)).toEqual([]);
  });

  it.concurrent.each(configurations.map((one) => [one.expected.verdict, one.name, one] as const))(
    'is %s: %s',
    async (_verdict, _name, { spec, expected, control = 'kms-key-loss' }) => {
      const sandbox = await openSandbox(moto.url ?? '');
      await deploy(sandbox, spec({ account: sandbox.account, owner: sandbox.account }));
      const account = await collect({
        now: () => new Date(),
        endpointUrl: sandbox.endpoint,
        credentials: sandbox.credentials,
        regions: REGIONS,
      });
      const result = audited([account], [control]);
      const [found] = result.results;
      expect(found?.verdict, found?.summary).toBe(expected.verdict);
      expect(result.unread).toEqual([]);
      expect(result.unsupported.map(({ operation }) => operation).filter((one) => !LACKING.includes(one))).toEqual([]);
      if (expected.verdict !== 'broken') return;
      const stop = breakOf(found!.events.find(({ verdict }) => verdict === 'broken')!.path);
      expect([stop?.kind, stop?.reason]).toEqual([expected.breaks, expect.stringMatching(expected.says)]);
    },
  );
});
