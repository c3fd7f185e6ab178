import { afterAll, afterEach, beforeAll, describe, expect, inject, it, vi } from 'vitest';
import { type CarryOutOptions, carryOut, takeBack } from '../../src/aws/carry-out-plan.js';
import { collect } from '../../src/aws/collect.js';
import { WRITE_TABLE } from '../../src/aws/write-operations.js';
import type { Change } from '../../src/change/change.js';
import type { CarriedChange } from '../../src/change/outcome.js';
import { recorded, type UndoFile } from '../../src/change/undo-file.js';
import type { Answer, Behaviour } from '../proxy/call.js';
import { likeAws } from '../proxy/like-aws.js';
import { type AwsProxy, startProxy } from '../proxy/proxy.js';
import { failWith } from '../proxy/refusals.js';
import { regions } from '../proxy/regions.js';
import { writesLikeAws } from '../proxy/writes.js';
import { deploy } from './deploy.js';
import { brokenChain, everyChange } from './every-change.js';
import { NOW } from './reading.js';
import { comparable, replayed } from './replay.js';
import { openSandbox } from './sandbox.js';
import { HOME } from './spec.js';
import { thingsIn } from './things.js';

const moto = inject('moto');

/** What may come between a step and what is known of it. */
const HOWS = [
  'killed before it was sent',
  'denied',
  'throttled',
  'refused',
  'lost before it was carried out',
  'killed after it was carried out',
  'lost after it was carried out',
  'lost after it was carried out, and sent again by the SDK',
] as const;
type How = (typeof HOWS)[number];

const turn = (of: readonly How[], index: number): How => of[index % of.length]!;

/** Those after which things are alike take turns: nothing was done, it was done and nobody knows. What makes a thing is also sent twice. */
function howsAt(index: number, { step }: Change): readonly How[] {
  const [before, unknown, twice] = [HOWS.slice(0, 5), HOWS.slice(5, 7), HOWS.slice(7)];
  const makes = /:(Create|Subscribe)/.test(step.operation);
  return [turn(before, index), turn(unknown, index), ...(makes ? twice : [])];
}

const LOST: Answer = { status: 500, headers: { 'content-type': 'text/plain' }, body: '' };

/** The next call after `arm` meets what was said. */
function cutter(): { arm(how: How): void; readonly behaviour: Behaviour } {
  let next: How | null = null;
  return {
    arm: (how) => {
      next = how;
    },
    behaviour: async (call, forward) => {
      const how = next;
      next = null;
      switch (how) {
        case 'denied':
          return failWith('*', 'AccessDeniedException', 'not authorized')(call, forward);
        case 'throttled':
          return failWith('*', 'ThrottlingException', 'Rate exceeded')(call, forward);
        case 'refused':
          return failWith('*', 'InvalidParameterException', 'no')(call, forward);
        case 'lost before it was carried out':
          return LOST;
        case 'lost after it was carried out':
        case 'lost after it was carried out, and sent again by the SDK':
          expect((await forward(call)).status).toBeLessThan(300);
          return LOST;
        case null:
        case 'killed before it was sent':
        case 'killed after it was carried out':
          return forward(call);
      }
    },
  };
}

/** Where a run is cut, by the position of the change, or of the undo's step. */
interface Cut {
  readonly at: number;
  readonly how: How;
}

class Killed extends Error {}

const proxies: AwsProxy[] = [];

/** An account, the plan for it, and what it is before it and after it. */
async function opened() {
  const sandbox = await openSandbox(moto.url ?? '');
  await deploy(sandbox, brokenChain(sandbox.account));
  const { arm, behaviour } = cutter();
  const proxy = await startProxy(sandbox.endpoint, [behaviour, regions([HOME]), ...writesLikeAws(), ...likeAws(NOW)]);
  proxies.push(proxy);
  const aws = { endpointUrl: proxy.url, credentials: sandbox.credentials };
  const read = () => collect({ ...aws, now: () => NOW });
  const changes = everyChange(await read());
  const things = thingsIn(sandbox);
  const state = async () => ({
    read: comparable((await replayed(await read())).reads, new Set()),
    things: await things(),
  });
  return { sandbox, aws, arm, changes, state };
}
type Here = Awaited<ReturnType<typeof opened>>;

/** A plan that is carried out and taken back, in as many runs as it takes, with one undo file. */
class Run {
  readonly #here: Here;
  #file: UndoFile;

  constructor(here: Here) {
    this.#here = here;
    this.#file = {
      schema: 'trailproof/undo/1',
      tool: { name: 'trailproof', version: '0.0.0' },
      account: here.sandbox.account,
      partition: 'aws',
      startedAt: NOW.toISOString(),
      changes: [],
    };
  }

  #options(): CarryOutOptions {
    return {
      ...this.#here.aws,
      account: this.#here.sandbox.account,
      wait: async () => {},
      earlier: this.#file.changes,
      record: (carried) => {
        this.#file = recorded(this.#file, carried);
      },
    };
  }

  async carry(cut?: Cut): Promise<string> {
    const options = this.#options();
    const { arm, changes } = this.#here;
    const record = (carried: CarriedChange) => {
      const isIt = cut !== undefined && carried.change.id === changes[cut.at]?.id;
      if (isIt && carried.state !== 'begun' && cut.how === 'killed after it was carried out') throw new Killed();
      options.record(carried);
      if (!isIt || carried.state !== 'begun') return;
      if (cut.how === 'killed before it was sent') throw new Killed();
      arm(cut.how);
    };
    return ended(cut, () => carryOut(changes, { ...options, record }));
  }

  /** `cut.at`: the position of a step of the undo. */
  async undo(cut?: Cut): Promise<string> {
    let position = -1;
    const progress: CarryOutOptions['progress'] = ({ outcome }) => {
      if (outcome === null) position++;
      if (!cut || position !== cut.at) return;
      if (outcome === null && cut.how === 'killed before it was sent') throw new Killed();
      if (outcome !== null && cut.how === 'killed after it was carried out') throw new Killed();
      if (outcome === null) this.#here.arm(cut.how);
    };
    return ended(cut, () => takeBack(this.#file.changes, { ...this.#options(), progress }));
  }
}

async function ended(cut: Cut | undefined, work: () => ReturnType<typeof carryOut>): Promise<string> {
  if (cut?.how === 'lost after it was carried out, and sent again by the SDK') vi.stubEnv('AWS_MAX_ATTEMPTS', '3');
  try {
    const { failed } = await work();
    return failed === null ? 'done' : `${failed.change.id} ${failed.outcome.kind}`;
  } catch (error) {
    if (error instanceof Killed) return 'killed';
    throw error;
  } finally {
    vi.stubEnv('AWS_MAX_ATTEMPTS', '1');
  }
}

/** How the run ends that is cut. */
function endOf(how: How, { id, step }: Change): string {
  switch (how) {
    case 'killed before it was sent':
    case 'killed after it was carried out':
      return 'killed';
    case 'denied':
    case 'throttled':
      return `${id} ${how}`;
    case 'refused':
      return `${id} failed`;
    case 'lost before it was carried out':
    case 'lost after it was carried out':
      return `${id} unanswered`;
    case 'lost after it was carried out, and sent again by the SDK':
      // A key is not asked for a second time before it was looked for.
      return step.operation === 'kms:CreateKey' ? `${id} unanswered` : 'done';
  }
}

describe.skipIf(moto.url === null)('a run that is interrupted', { timeout: 600_000 }, () => {
  beforeAll(() => vi.stubEnv('AWS_MAX_ATTEMPTS', '1'));
  afterAll(() => vi.unstubAllEnvs());
  afterEach(async () => {
    for (const proxy of proxies.splice(0)) await proxy.close();
  });

  it('of a plan that makes every call there is', async () => {
    const here = await opened();
    const sent = here.changes.flatMap(({ step, undo }) => [step, ...undo].map(({ operation }) => operation));
    expect([...new Set(sent)].sort()).toEqual(Object.keys(WRITE_TABLE).sort());
  });

  // A key that was made stays for seven days: in one account they would become many.
  it.each([0, 1, 2, 3])(
    'at any step, in any way, is gone on with to the same end, and taken back whole (%i of 4)',
    async (part) => {
      const here = await opened();
      const { changes, state, sandbox } = here;
      const before = await state();
      const uncut = new Run(here);
      expect(await uncut.carry()).toBe('done');
      const whole = await state();
      const topic = (name: string) => `arn:aws:sns:${HOME}:${sandbox.account}:${name}`;
      const made = [
        'alarm key-loss',
        'alias alias/new',
        `bucket new-${sandbox.account}`,
        'filter key-loss',
        'key Encrypts the SNS topic new',
        'log group new',
        'role new',
        `subscription ${topic('new')} new@example.com`,
        `subscription ${topic('security')} arn:aws:sqs:${HOME}:${sandbox.account}:queue`,
        `topic ${topic('new')}`,
        `trail arn:aws:cloudtrail:${HOME}:${sandbox.account}:trail/new`,
      ];
      expect(whole.things).toEqual([...before.things, ...made].sort());
      expect(await uncut.undo()).toBe('done');
      expect(await state()).toEqual(before);
      for (const [at, change] of changes.entries())
        for (const how of at % 4 === part ? howsAt(at >> 2, change) : []) {
          const words = `${change.id} ${how}`;
          const run = new Run(here);
          expect(await run.carry({ at, how }), words).toBe(endOf(how, change));
          expect(await run.carry(), words).toBe('done');
          expect(await state(), words).toEqual(whole);
          expect(await run.undo(), words).toBe('done');
          expect(await state(), words).toEqual(before);
        }
    },
  );

  it('at any step, in any way, is taken back from there', async () => {
    const here = await opened();
    const before = await here.state();
    for (const [at, { id }] of here.changes.entries()) {
      const how = turn(HOWS, at);
      const run = new Run(here);
      await run.carry({ at, how });
      expect(await run.undo(), `${id} ${how}`).toBe('done');
      expect(await here.state(), `${id} ${how}`).toEqual(before);
    }
  });

  it('while it is taken back, at any step, in any way, is gone on with', async () => {
    const here = await opened();
    const before = await here.state();
    const steps = here.changes.toReversed().flatMap(({ undo }) => undo);
    for (const [at, { operation }] of steps.entries()) {
      const how = turn(HOWS, at);
      const run = new Run(here);
      await run.carry();
      const end = await run.undo({ at, how });
      expect(end === 'done', `${operation} ${how}: ${end}`).toBe(how.endsWith('by the SDK'));
      expect(await run.undo(), `${operation} ${how}`).toBe('done');
      expect(await here.state(), `${operation} ${how}`).toEqual(before);
    }
  });
});
