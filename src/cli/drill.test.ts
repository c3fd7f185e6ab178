import { describe, expect, it } from 'vitest';
import { fakeIo } from './io.case.js';
import { run } from './program.js';

async function drill(...argv: readonly string[]) {
  const io = fakeIo();
  return { status: await run(['drill', ...argv], io), ...io.written };
}

/** What is refused before AWS is asked anything: there are no credentials here. */
describe('`trailproof drill`', () => {
  it.each([
    [[], /no control was named/],
    [['--control', 'kms-key-loss', '-o', '-'], /written to a file as it goes on/],
    [['--control', 'kms-key-loss', '--wait', 'soon'], /`soon` is no number of minutes/],
    [['--control', 'kms-key-loss', '--wait', '0'], /`0` is no number of minutes/],
    [['--control', 'kms-key-loss', '--wait', '241'], /`241` is no number of minutes/],
    [['--control', 'kms-key-loss', '--log-event'], /nobody can be asked/],
    [['--control', 'all', '--yes', '--log-event'], /`all` is more than one control/],
    [['--control', 'vpc-changes', '--yes', '--create-key'], /`vpc-changes` asks for no event of that/],
    [['--control', 'kms-key-lost'], /kms-key-lost/],
    [['--clean', 'x.json', '--control', 'kms-key-loss'], /does no step/],
    [['--clean', 'x.json', '--log-event'], /does no step/],
    [['--clean', 'x.json', '-o', 'y.json'], /writes the record where it is/],
    [['--clean', '/no/such.json'], /cannot read `\/no\/such\.json`/],
    [['--clean', 'package.json'], /it is no record of a drill/],
  ])('refuses %j', async (argv, why) => {
    const { status, out, err } = await drill(...argv);
    expect([status, out]).toEqual([3, '']);
    expect(err).toMatch(why);
    expect(err.trimEnd().split('\n')).toHaveLength(1);
    expect(err).not.toContain('this should not have happened');
  });
});

describe('`trailproof permissions drill`', () => {
  async function policy(...argv: readonly string[]) {
    const io = fakeIo();
    const status = await run(['permissions', 'drill', ...argv], io);
    const text = io.written.out;
    return { status, text, ...(text && (JSON.parse(text) as { Statement: readonly { Action: readonly string[] }[] })) };
  }
  const actions = ({ Statement = [] }: { Statement?: readonly { Action: readonly string[] }[] }) =>
    Statement.flatMap(({ Action }) => Action);

  it('allows no call on a key that it does not make', async () => {
    const all = actions(await policy());
    expect(all).toContain('kms:CreateKey');
    expect(all.filter((action) => /^kms:(?:Disable|Enable|Schedule|Put|Create(?!Key))/.test(action))).toEqual([]);
  });

  it('allows nothing that changes anything where the pattern alone is tested', async () => {
    const some = actions(await policy('--test-filter'));
    expect(some).toContain('logs:TestMetricFilter');
    expect(some.filter((action) => !/:(?:Describe|Get|List|Test)/.test(action))).toEqual([]);
  });

  it('is for the steps that are named, in the partition of the Region', async () => {
    const { text } = await policy('--log-event', '--region', 'cn-north-1');
    expect(text).toContain('arn:aws-cn:logs:*:*:log-group:*:log-stream:trailproof-drill-*');
    expect(text).not.toContain('kms:CreateKey');
    expect((await policy('--region', 'x')).status).toBe(3);
  });
});
