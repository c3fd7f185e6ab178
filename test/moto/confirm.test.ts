import { afterEach, describe, expect, inject, it } from 'vitest';
import { testMetricFilter } from '../../src/aws/confirm.js';
import { type Behaviour, changed } from '../proxy/call.js';
import { testMetricFilter as byEvaluator, type Evaluator } from '../proxy/log-groups.js';
import { type AwsProxy, startProxy } from '../proxy/proxy.js';
import { deny, failWith } from '../proxy/refusals.js';

const moto = inject('moto');
const credentials = { accessKeyId: 'AKIAIOSFODNN7EXAMPLE', secretAccessKey: 'test' };

/** Enough of a matcher for these tests: the pattern is a text that the message holds. */
const holds: Evaluator = (pattern, message) => (pattern === '{' ? null : message.includes(pattern));

describe.skipIf(moto.url === null)('testMetricFilter', () => {
  let proxy: AwsProxy;
  afterEach(() => proxy.close());

  async function ask(pattern: string, messages: readonly string[], behaviours: readonly Behaviour[]) {
    proxy = await startProxy(moto.url ?? '', behaviours);
    return testMetricFilter(pattern, messages, { endpointUrl: proxy.url, regions: ['eu-west-1'], credentials });
  }

  it.each([0, 1])('does not depend on the number that the first message has: %i', async (first) => {
    const answer = await ask('b', ['a', 'b', 'ab', 'b'], [byEvaluator(holds, first)]);
    expect(answer).toEqual({ kind: 'answered', matches: [false, true, true, true] });
  });

  it('asks for more than 50 messages in several calls', async () => {
    const messages = Array.from({ length: 120 }, (_, index) => `message ${index}`);
    const answer = await ask('7', messages, [byEvaluator(holds)]);
    expect(answer).toEqual({ kind: 'answered', matches: messages.map((message) => message.includes('7')) });
    expect(proxy.calls).toHaveLength(3);
  });

  it('asks one by one when a message comes back changed', async () => {
    const trimmed: Behaviour = async (call, next) =>
      changed(await next(call), (body) => ({
        matches: (body.matches as { eventMessage: string }[]).map((match) => ({
          ...match,
          eventMessage: match.eventMessage.trim(),
        })),
      }));
    const answer = await ask('b', [' b', 'c', 'a b '], [trimmed, byEvaluator(holds)]);
    expect(answer).toEqual({ kind: 'answered', matches: [true, false, true] });
  });

  it('tells a pattern that AWS refuses from a question that it did not answer', async () => {
    expect((await ask('{', ['a'], [byEvaluator(holds)])).kind).toBe('invalid-pattern');
    await proxy.close();
    const other = failWith('logs:DescribeLogGroups', 'InternalFailure', 'no');
    expect((await ask('a', ['a'], [other])).kind).toBe('not-answered'); // plain moto lacks the operation
  });

  it('says that it may not ask', async () => {
    const denied: Behaviour = (call, next) =>
      deny('logs:DescribeLogGroups')({ ...call, operation: 'DescribeLogGroups' }, next);
    expect(await ask('a', ['a'], [denied])).toMatchObject({ kind: 'not-answered', error: { kind: 'denied' } });
  });
});
