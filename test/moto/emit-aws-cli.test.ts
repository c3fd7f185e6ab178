import { rm } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import type { Account } from '../../src/account/account.js';
import { type AwsProxy, startProxy } from '../proxy/proxy.js';
import { accountWith, awsEnvironment, planFor, ran, read, verdictOn, WRITING, written } from './emitting.js';
import { pythonTool } from './python-tool.js';

const moto = inject('moto');

describe.skipIf(moto.url === null)('the script of a plan, run by bash with the AWS CLI', () => {
  const url = moto.url ?? '';
  let tools: string | null;
  let proxy: AwsProxy;
  beforeAll(async () => {
    tools = await pythonTool('aws');
    proxy = await startProxy(url, WRITING);
  }, 600_000);
  afterAll(() => proxy.close());

  it('where there was nothing, all is proved and nothing is left to do, also when it is run again', {
    timeout: 600_000,
  }, async () => {
    const sandbox = await accountWith(url, {});
    const before = await read(sandbox);
    const plan = planFor(before);
    expect(verdictOn(before)).toEqual(['broken']);
    const { folder, names } = await written('aws-cli', plan);
    expect(names).toEqual(['trailproof-fix.sh']);
    const run = () =>
      ran('bash', ['trailproof-fix.sh'], { cwd: folder, env: awsEnvironment(sandbox, proxy.url), tools: [tools] });
    const first = await run();
    expect(first).toMatchObject({ status: 0, err: '' });
    expect(first.out.match(/^\[\d+\/\d+\] /gm)).toHaveLength(plan.changes.length);
    const after = await read(sandbox);
    expect(verdictOn(after)).toEqual(['proved']);
    expect(planFor(after).changes).toEqual([]);
    expect(await run()).toMatchObject({ status: 0, err: '' });
    expect(found(await read(sandbox))).toEqual(found(after));
    await rm(folder, { recursive: true });
  });
});

/** What is there, without times. A session has another id each time, and moto adds a filter again where AWS replaces it. */
function found({ reads }: Account): readonly unknown[] {
  const others = reads.filter(({ operation }) => !/GetCallerIdentity|DescribeMetricFilters/.test(operation));
  return JSON.parse(JSON.stringify(others), (name, value: unknown) =>
    /Time|Date/.test(name) ? null : value,
  ) as unknown[];
}
