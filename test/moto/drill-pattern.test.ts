import { rm } from 'node:fs/promises';
import { describe, expect, inject, it } from 'vitest';
import { matchMessage, parse } from '../../src/languages/cloudwatch/index.js';
import { testMetricFilter } from '../proxy/log-groups.js';
import { calls, DRILL, drilling, steps } from './drilling.js';

describe.skipIf(inject('moto').url === null)('a drill that asks AWS about the pattern', () => {
  const world = drilling();
  const evaluate = (pattern: string, message: string): boolean | null => {
    const parsed = parse(pattern);
    return parsed.ok ? matchMessage(parsed.pattern, message).matches : null;
  };

  it('is what is done without a step, asks nobody and changes nothing', async () => {
    const { drill, proxy, file } = await world.here({ behaviours: [testMetricFilter(evaluate)] });
    const { status, out, record } = await drill(DRILL.filter((word) => word !== '--yes'));
    expect([status, steps({ record })]).toEqual([0, [['test-filter', 'passed']]]);
    expect(record.steps[0]?.samples.filter(({ required }) => required).map(({ name, aws }) => [name, aws])).toEqual([
      ['kms.amazonaws.com:DisableKey', true],
      ['kms.amazonaws.com:ScheduleKeyDeletion', true],
    ]);
    expect(record.steps[0]?.samples.some(({ aws }) => aws === false)).toBe(true);
    expect(out).toMatch(/^✓ test-filter/m);
    expect(calls(proxy).filter((name) => /:(Create|Put|Set|Subscribe|Delete|Schedule)/.test(name))).toEqual([]);
    await rm(file);
  });

  it('says where AWS disagrees', async () => {
    const { drill } = await world.here({
      behaviours: [
        testMetricFilter((pattern, text) => evaluate(pattern, text) && !text.includes('"ScheduleKeyDeletion"')),
      ],
    });
    const { status, record } = await drill([...DRILL, '--test-filter']);
    expect([status, record.steps[0]?.reason]).toEqual([
      1,
      'AWS says that the filter’s pattern does not match kms.amazonaws.com:ScheduleKeyDeletion, and we say that it does',
    ]);
  });

  it('says that the endpoint does not answer, which is no fault of the chain', async () => {
    const { drill } = await world.here();
    const { status, record } = await drill([...DRILL, '--test-filter']);
    expect([status, record.steps[0]?.reason]).toEqual([2, 'this endpoint does not answer logs:TestMetricFilter']);
  });
});
