import { CloudWatchClient, DescribeAlarmsCommand, PutMetricAlarmCommand } from '@aws-sdk/client-cloudwatch';
import { ListTopicsCommand, SNSClient } from '@aws-sdk/client-sns';
import { describe, expect, inject, it } from 'vitest';
import type { MetricAlarm } from '../../src/account/answers.js';
import { plain } from '../../src/aws/plain.js';
import { alarmInput } from '../../src/change/build/alarm.js';
import { chain } from './configuration.js';
import { fixing, SOMEBODY } from './fixing.js';
import type { Sandbox } from './sandbox.js';
import { HOME } from './spec.js';

const ONLY = ['--control', 'kms-key-loss'];

describe.skipIf(inject('moto').url === null)('`trailproof fix` and a colleague', { timeout: 300_000 }, () => {
  const here = fixing();

  describe('who changed what was made, is left that with `--keep-changed`', () => {
    const TWO = ['--control', 'kms-key-loss', 'root-usage'];
    const SILENT = chain({ filter: null, alarm: null, topic: null });
    const cloudwatchOf = (sandbox: Sandbox) => new CloudWatchClient({ ...sandbox, region: HOME });
    async function alarmOf(sandbox: Sandbox): Promise<MetricAlarm> {
      const command = new DescribeAlarmsCommand({ AlarmNames: ['kms-key-loss'] });
      const { MetricAlarms = [] } = await cloudwatchOf(sandbox).send(command);
      return plain(MetricAlarms[0] ?? {}) as MetricAlarm;
    }
    const verdictsOf = async (fix: Awaited<ReturnType<typeof here>>['fix']) => {
      const { controls } = JSON.parse((await fix([...TWO, '--format', 'json'])).out);
      return Object.fromEntries(controls.map((one: { control: string; before: string }) => [one.control, one.before]));
    };

    it('and what it needs: its proof holds, and the rest is taken back', async () => {
      const { fix, sandbox, undoFile, read } = await here(SILENT);
      const before = await read();
      expect((await fix([...TWO, ...SOMEBODY, '--apply', '--yes', '--undo-file', undoFile])).status).toBe(0);
      const ours = alarmInput(await alarmOf(sandbox));
      const put = (more: object) => cloudwatchOf(sandbox).send(new PutMetricAlarmCommand({ ...ours, ...more }));
      await put({ Period: 60 });
      const changed = await read();
      const stopped = await fix(['--undo', undoFile, '--yes']);
      expect(stopped.status).toBe(3);
      expect(stopped.out.replace(/\s+/g, ' ')).toContain('`--keep-changed` leaves it as it is, with all that it needs');
      expect(await read()).toEqual(changed);

      const kept = await fix(['--undo', undoFile, '--yes', '--keep-changed', '--format', 'json']);
      expect(kept.status).toBe(2);
      const { takenBack, failed, left } = JSON.parse(kept.out);
      expect({ failed, left }).toEqual({ failed: null, left: [] });
      const stays = takenBack.filter((one: { outcome: string }) => one.outcome === 'stays');
      const namesOf = (of: readonly { change: string }[]) => of.map(({ change }) => change.replace(`/${HOME}/`, ' '));
      expect(namesOf(stays).sort()).toEqual([
        'cloudwatch:PutMetricAlarm kms-key-loss',
        expect.stringMatching(/^logs:PutMetricFilter .*kms-key-loss$/),
        'sns:CreateTopic trailproof-alerts',
        expect.stringMatching(/^sns:Subscribe /),
      ]);
      expect(await verdictsOf(fix)).toEqual({ 'kms-key-loss': 'proved', 'root-usage': 'broken' });
      expect(await alarmOf(sandbox)).toMatchObject({ Period: 60, ActionsEnabled: true });

      await put({});
      expect((await fix(['--undo', undoFile, '--yes'])).status).toBe(0);
      expect(await read()).toEqual(before);
    });

    it('and not what it does not need any more', async () => {
      const { fix, sandbox, undoFile } = await here(SILENT);
      expect((await fix([...TWO, ...SOMEBODY, '--apply', '--yes', '--undo-file', undoFile])).status).toBe(0);
      const theirs = `arn:aws:sns:${HOME}:${sandbox.account}:theirs`;
      await cloudwatchOf(sandbox).send(
        new PutMetricAlarmCommand({ ...alarmInput(await alarmOf(sandbox)), AlarmActions: [theirs] }),
      );
      const kept = await fix(['--undo', undoFile, '--yes', '--keep-changed']);
      expect(kept.status).toBe(2);
      const said = kept.out.replace(/\s+/g, ' ');
      expect(said).toContain(
        'It stays: Somebody has changed the alarm `kms-key-loss` (AlarmActions) since it was applied, and keeps it.',
      );
      expect(said).toMatch(/4 changes taken back/);
      const { Topics = [] } = await new SNSClient({ ...sandbox, region: HOME }).send(new ListTopicsCommand({}));
      expect(Topics).toEqual([]);
      expect(await alarmOf(sandbox)).toMatchObject({ AlarmActions: [theirs] });
    });

    it('of an alarm that was there and silent: its actions stay enabled', async () => {
      const { fix, sandbox, undoFile } = await here(
        chain({ alarm: { input: { ActionsEnabled: false, Threshold: 5 } } }),
      );
      expect((await fix([...ONLY, '--apply', '--yes', '--undo-file', undoFile])).status).toBe(0);
      const [ours] = (await cloudwatchOf(sandbox).send(new DescribeAlarmsCommand({}))).MetricAlarms ?? [];
      const put = (more: object) =>
        cloudwatchOf(sandbox).send(
          new PutMetricAlarmCommand({ ...alarmInput(plain(ours ?? {}) as MetricAlarm), ...more }),
        );
      await put({ AlarmDescription: 'of a colleague' });
      const kept = await fix(['--undo', undoFile, '--yes', '--keep-changed']);
      expect(kept.status).toBe(2);
      const found = (await cloudwatchOf(sandbox).send(new DescribeAlarmsCommand({}))).MetricAlarms;
      expect(found).toMatchObject([{ ActionsEnabled: true, Threshold: 1, AlarmDescription: 'of a colleague' }]);
    });
  });
});
