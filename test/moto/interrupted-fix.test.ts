import { describe, expect, inject, it } from 'vitest';
import type { Behaviour, Call } from '../proxy/call.js';
import { failWith } from '../proxy/refusals.js';
import { chain } from './configuration.js';
import { fixing, SOMEBODY } from './fixing.js';
import type { Spec } from './spec.js';
import { thingsIn } from './things.js';

const moto = inject('moto');

const ACCOUNTS: readonly { readonly name: string; readonly spec: Spec; readonly steps: number }[] = [
  { name: 'in which there is nothing', spec: {}, steps: 13 },
  { name: 'whose topic wants a key of its own', spec: chain({ topic: { key: 'alias/aws/sns' } }), steps: 4 },
];

/** A second run plans anew, on what the first has left: what that one made, seen or unseen, is gone on with. */
describe.skipIf(moto.url === null)('`trailproof fix`, interrupted', { timeout: 600_000 }, () => {
  const here = fixing();

  it.each(ACCOUNTS)('at any step, plans the rest, in an account $name', async ({ spec, steps }) => {
    let position = 0;
    let cut = -1;
    const cutting: Behaviour = async (call, next) => {
      if (!isWrite(call) || position++ !== cut) return next(call);
      if (cut % 2 === 0) return failWith('*', 'AccessDeniedException', 'no')(call, next);
      await next(call); // it is carried out, and its answer is lost
      return { status: 500, headers: { 'content-type': 'text/plain' }, body: '' };
    };
    const { fix, read, sandbox, undoFile } = await here(spec, [cutting]);
    const things = thingsIn(sandbox);
    const state = async () => ({ read: await read(), things: await things() });
    const run = async (at: number, argv: readonly string[]) => {
      [position, cut] = [0, at];
      return (await fix([...argv, '--yes'])).status;
    };
    const apply = ['--control', 'kms-key-loss', ...SOMEBODY, '--apply', '--undo-file', undoFile];
    const before = await state();
    expect(await run(-1, apply)).toBe(0);
    expect(position).toBe(steps);
    const whole = await state();
    expect(await run(-1, ['--undo', undoFile])).toBe(0);
    expect(await state()).toEqual(before);
    for (let at = 0; at < steps; at++) {
      expect(await run(at, apply), String(at)).toBe(3);
      expect(await run(-1, apply), String(at)).toBe(0);
      expect(await state(), String(at)).toEqual(whole);
      expect(await run(-1, ['--undo', undoFile]), String(at)).toBe(0);
      expect(await state(), String(at)).toEqual(before);
    }
  });
});

function isWrite({ protocol, method, operation }: Call): boolean {
  return protocol === 'rest'
    ? method === 'PUT' || method === 'DELETE'
    : /^(Create|Put|Set|Subscribe|Start|Update)/.test(operation);
}
