import { afterAll, afterEach, beforeAll, describe, expect, inject, it, vi } from 'vitest';
import { type CarryOutOptions, carryOut, takeBack } from '../../src/aws/carry-out-plan.js';
import { collect } from '../../src/aws/collect.js';
import type { Change } from '../../src/change/change.js';
import type { CarriedChange } from '../../src/change/outcome.js';
import { isSetting, type Setting } from '../../src/change/same-setting.js';
import { policyText, step } from '../../src/change/step.js';
import { likeAws } from '../proxy/like-aws.js';
import { type AwsProxy, startProxy } from '../proxy/proxy.js';
import { regions } from '../proxy/regions.js';
import { writesLikeAws } from '../proxy/writes.js';
import { deploy } from './deploy.js';
import { brokenChain, everyChange } from './every-change.js';
import { NOW } from './reading.js';
import { openSandbox } from './sandbox.js';
import { HOME } from './spec.js';

const moto = inject('moto');

/** A colleague's change, as the step that makes it: the one of the plan, set otherwise. */
function otherwise(setting: Setting): Setting {
  const { region } = setting;
  const withOneMore = (policy: string): string => {
    const found = JSON.parse(policy);
    const theirs = { Sid: 'Colleague', Effect: 'Deny', Principal: '*', Action: 'kms:Encrypt', Resource: '*' };
    return policyText({ ...found, Statement: [...found.Statement, theirs] });
  };
  const made = (() => {
    switch (setting.operation) {
      case 'cloudtrail:UpdateTrail':
        return setting;
      case 'cloudtrail:PutEventSelectors':
        return step(setting.operation, region, {
          TrailName: setting.input.TrailName,
          EventSelectors: [
            {
              ReadWriteType: 'All',
              IncludeManagementEvents: true,
              DataResources: [{ Type: 'AWS::S3::Object', Values: ['arn:aws:s3:::colleague/'] }],
            },
          ],
        });
      case 'iam:PutRolePolicy':
        return step(setting.operation, region, {
          ...setting.input,
          PolicyDocument: withOneMore(setting.input.PolicyDocument),
        });
      case 'logs:PutMetricFilter':
        return step(setting.operation, region, { ...setting.input, filterPattern: '{ $.eventName = Colleague }' });
      case 'cloudwatch:PutMetricAlarm':
        return step(setting.operation, region, { ...setting.input, AlarmDescription: 'of a colleague' });
      case 'sns:SetTopicAttributes':
        return step(setting.operation, region, {
          ...setting.input,
          AttributeValue:
            setting.input.AttributeName === 'Policy' ? withOneMore(setting.input.AttributeValue) : 'alias/colleague',
        });
      case 'sns:SetSubscriptionAttributes':
        return step(setting.operation, region, { ...setting.input, AttributeValue: '{"colleague":["b"]}' });
      case 'kms:PutKeyPolicy':
        return step(setting.operation, region, { ...setting.input, Policy: withOneMore(setting.input.Policy) });
    }
  })();
  if (!isSetting(made)) throw new Error(made.operation);
  return made;
}

describe.skipIf(moto.url === null)('what somebody does in between', { timeout: 300_000 }, () => {
  const proxies: AwsProxy[] = [];
  beforeAll(() => vi.stubEnv('AWS_MAX_ATTEMPTS', '1'));
  afterAll(() => vi.unstubAllEnvs());
  afterEach(async () => {
    for (const proxy of proxies.splice(0)) await proxy.close();
  });

  it('to what a step sets is neither overwritten by the plan nor by its undo, of every kind of step', async () => {
    const sandbox = await openSandbox(moto.url ?? '');
    await deploy(sandbox, brokenChain(sandbox.account));
    const proxy = await startProxy(sandbox.endpoint, [regions([HOME]), ...writesLikeAws(), ...likeAws(NOW)]);
    proxies.push(proxy);
    const aws = { endpointUrl: proxy.url, credentials: sandbox.credentials };
    // One change at a time: what needs the answer of another one is left out.
    const changes = everyChange(await collect({ ...aws, now: () => NOW })).filter(
      ({ step: { operation } }) => !operation.startsWith('kms:Create'),
    );
    const file = new Map<string, CarriedChange>();
    const options: CarryOutOptions = {
      ...aws,
      account: sandbox.account,
      wait: async () => {},
      record: (carried) => void file.set(carried.change.id, carried),
    };
    /** Whatever is there. */
    const set = async (setting: Setting) => {
      const record = () => {};
      const change: Change = { ...changes[0]!, id: 'colleague', step: setting, undo: [] };
      expect((await carryOut([change], { ...options, record })).failed).toBe(null);
    };
    const seen = new Set<string>();
    for (const change of changes) {
      const { step: wanted, id } = change;
      const [back] = change.undo;
      // Whether a trail is of every Region has two values: no third one is there for a colleague.
      if (!isSetting(wanted) || !back || wanted.operation === 'cloudtrail:UpdateTrail') {
        expect((await carryOut([change], { ...options, earlier: [...file.values()] })).failed, id).toBe(null);
        continue;
      }
      seen.add(wanted.operation);
      const theirs = otherwise(wanted);
      if (isSetting(back)) {
        await set(theirs);
        const { failed } = await carryOut([change], options);
        expect(failed?.outcome, id).toMatchObject({
          kind: 'changed',
          message: expect.stringContaining('run it again'),
        });
        await set(back);
      }
      expect((await carryOut([change], options)).failed, id).toBe(null);
      await set(theirs);
      const undo = await takeBack([file.get(id)!], options);
      expect(undo.failed?.outcome, id).toMatchObject({ kind: 'changed', message: expect.stringContaining('by hand') });
      await set(wanted);
    }
    expect([...seen].sort()).toEqual(
      [
        'cloudtrail:PutEventSelectors',
        'cloudwatch:PutMetricAlarm',
        'iam:PutRolePolicy',
        'kms:PutKeyPolicy',
        'logs:PutMetricFilter',
        'sns:SetSubscriptionAttributes',
        'sns:SetTopicAttributes',
      ].sort(),
    );
    expect((await takeBack([...file.values()], options)).failed).toBe(null);
  });
});
