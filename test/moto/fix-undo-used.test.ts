import {
  CloudWatchClient,
  DeleteAlarmsCommand,
  DescribeAlarmsCommand,
  PutMetricAlarmCommand,
} from '@aws-sdk/client-cloudwatch';
import { CloudWatchLogsClient, DescribeMetricFiltersCommand } from '@aws-sdk/client-cloudwatch-logs';
import { describe, expect, inject, it } from 'vitest';
import { furtherAlarms } from '../proxy/alarms.js';
import { chain } from './configuration.js';
import { fixing, SOMEBODY } from './fixing.js';
import { HOME } from './spec.js';

describe.skipIf(inject('moto').url === null)('`trailproof fix --undo` beside alarms of a colleague', () => {
  const here = fixing();

  it('leaves what they look at, until they do not', { timeout: 300_000 }, async () => {
    const composite: object[] = [];
    const { fix, sandbox, undoFile } = await here(chain({ filter: null, alarm: null }), [
      furtherAlarms(HOME, { composite }),
    ]);
    const plan = ['--control', 'kms-key-loss', ...SOMEBODY, '--apply', '--yes', '--undo-file', undoFile];
    expect((await fix(plan)).status).toBe(0);
    const at = { ...sandbox, region: HOME };
    const cloudwatch = new CloudWatchClient(at);
    const metric = { Namespace: 'CISBenchmark', MetricName: 'kms-key-loss', Statistic: 'Sum', Period: 300 } as const;
    const rest = { EvaluationPeriods: 1, Threshold: 5, ComparisonOperator: 'GreaterThanOrEqualToThreshold' } as const;
    await cloudwatch.send(new PutMetricAlarmCommand({ AlarmName: 'theirs', ...metric, ...rest }));
    composite.push({ AlarmName: 'over', AlarmRule: 'ALARM("kms-key-loss") AND ALARM("theirs")' });

    const alarms = async () => {
      const { MetricAlarms = [] } = await cloudwatch.send(new DescribeAlarmsCommand({}));
      return MetricAlarms.map(({ AlarmName }) => AlarmName).sort();
    };
    const filters = async () => {
      const { metricFilters = [] } = await new CloudWatchLogsClient(at).send(new DescribeMetricFiltersCommand({}));
      return metricFilters.map(({ filterName }) => filterName);
    };
    const undo = async () => {
      const { status, out } = await fix(['--undo', undoFile, '--yes']);
      return [status, out.replace(/\s+/g, ' ')] as const;
    };
    const [first, whole] = await undo();
    expect(first).toBe(2);
    expect(whole).toContain('the composite alarm `over` of somebody else looks at the alarm `kms-key-loss`');
    expect(whole).toContain('stays, and needs it');
    expect(await alarms()).toEqual(['kms-key-loss', 'theirs']);

    composite.pop();
    const [second, half] = await undo();
    expect(second).toBe(2);
    expect(half).toContain('the alarm `theirs` of somebody else looks at what the filter `kms-key-loss` counts');
    expect(await alarms()).toEqual(['theirs']);
    expect(await filters()).toEqual(['kms-key-loss']);

    await cloudwatch.send(new DeleteAlarmsCommand({ AlarmNames: ['theirs'] }));
    expect((await undo())[0]).toBe(0);
    expect(await alarms()).toEqual([]);
    expect(await filters()).toEqual([]);
  });
});
