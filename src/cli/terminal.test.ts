import { PassThrough } from 'node:stream';
import { describe, expect, test } from 'vitest';
import { askerOn, pause } from './terminal.js';

/** A terminal at which somebody types this, once there is a question. */
function typing(text: string | null) {
  const input = Object.assign(new PassThrough(), { isTTY: true, setRawMode: () => {} });
  const output = Object.assign(new PassThrough(), { isTTY: true, columns: 80 });
  output.once('data', () => (text === null ? input.end() : input.write(text)));
  let interrupted = 0;
  const ask = askerOn(input, output, () => {
    interrupted++;
  });
  return { ask, interrupted: () => interrupted };
}

describe('whoever sits there', () => {
  test('answers with a line', async () => {
    expect(await typing('yes\r').ask?.('Go on? ')).toBe('yes');
  });

  test('answers nothing by ending the input', async () => {
    expect(await typing(null).ask?.('Go on? ')).toBe('');
  });

  test('may press Ctrl-C in place of an answer', async () => {
    const there = typing('\x03');
    const answer = there.ask?.('Go on? ');
    await pause(50);
    expect(there.interrupted()).toBe(1);
    void answer;
  });

  test('is nobody where one of the streams is no terminal', () => {
    const terminal = Object.assign(new PassThrough(), { isTTY: true });
    expect(askerOn(new PassThrough(), terminal, () => {})).toBe(null);
    expect(askerOn(terminal, new PassThrough(), () => {})).toBe(null);
  });
});

test('a pause ends early when the signal says so', async () => {
  const controller = new AbortController();
  const long = pause(60_000, controller.signal);
  controller.abort();
  await long;
});
