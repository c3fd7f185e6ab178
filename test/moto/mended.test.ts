import { afterAll, beforeAll, describe, expect, inject, it, vi } from 'vitest';
import type { Account } from '../../src/account/account.js';
import { askFurther } from '../../src/aws/ask-further.js';
import { carryOut, takeBack } from '../../src/aws/carry-out-plan.js';
import { collect } from '../../src/aws/collect.js';
import type { Plan } from '../../src/change/change.js';
import type { CarriedChange } from '../../src/change/outcome.js';
import { plan } from '../../src/change/plan.js';
import { questionsToPlan } from '../../src/change/prepare.js';
import type { Behaviour } from '../proxy/call.js';
import { likeAws } from '../proxy/like-aws.js';
import { startProxy } from '../proxy/proxy.js';
import { regions } from '../proxy/regions.js';
import { writesLikeAws } from '../proxy/writes.js';
import { type Configuration, REGIONS } from './configuration.js';
import { CONFIGURATIONS } from './configurations.js';
import { deploy } from './deploy.js';
import { CATALOGUE } from './judged.js';
import { NOW } from './reading.js';
import { comparable, replayed } from './replay.js';
import { openSandbox, type Sandbox } from './sandbox.js';

const moto = inject('moto');
const SUBSCRIBE = [{ protocol: 'email', endpoint: 'alarms@example.com' }];

// What is throttled would be asked again and again, with growing pauses.
beforeAll(() => vi.stubEnv('AWS_MAX_ATTEMPTS', '1'));
afterAll(() => vi.unstubAllEnvs());

describe.skipIf(moto.url === null)('an account that is found broken like this', { timeout: 300_000 }, () => {
  const broken = CONFIGURATIONS.filter(({ expected }) => expected.verdict === 'broken');
  it.concurrent.each(broken.map((one) => [one.name, one] as const))(
    'is mended, or it is named what remains; nothing is left to do, and all is taken back: %s',
    async (_name, configuration) => {
      const here = await found(configuration);
      try {
        const first = await here.planned();
        const carried = await here.apply(first);
        expect(carried.failed, JSON.stringify(carried.failed)).toBe(null);
        const second = await here.planned();
        const verdict = second.controls[0]?.before;
        if (verdict !== 'proved')
          expect(second.remains, JSON.stringify(first.changes.map(({ title }) => title))).not.toEqual([]);
        expect(second.changes.map(({ title }) => title)).toEqual([]);
        const back = await here.undo();
        expect(back.failed, JSON.stringify(back.failed)).toBe(null);
        // What cannot be taken back was named before it was applied.
        const stays = back.carried.filter(({ outcome }) => outcome.outcome === 'stays');
        for (const { change } of stays) expect(change.notUndone, change.title).not.toBe(null);
        if (stays.length === 0) expect(await here.reading()).toEqual(here.before);
      } finally {
        await here.close();
      }
    },
  );
});

async function found({ spec, behaviours, owner, regions: enabled = REGIONS, control = 'kms-key-loss' }: Configuration) {
  const url = moto.url ?? '';
  const own = await openSandbox(url);
  const owning = owner ? await openSandbox(url) : own;
  const at = { account: own.account, owner: owning.account };
  const proxyOf = (sandbox: Sandbox, more: readonly Behaviour[]) =>
    startProxy(sandbox.endpoint, [...more, regions(enabled), ...writesLikeAws(), ...likeAws(NOW)]);
  await deploy(own, spec(at));
  const proxy = await proxyOf(own, behaviours?.(at) ?? []);
  const aws = { endpointUrl: proxy.url, credentials: own.credentials };
  const others: Account[] = [];
  if (owner) {
    await deploy(owning, owner.spec(at));
    const theirs = await proxyOf(owning, owner.behaviours?.(at) ?? []);
    others.push(await collect({ now: () => NOW, endpointUrl: theirs.url, credentials: owning.credentials }));
    await theirs.close();
  }
  const read = () => collect({ now: () => NOW, ...aws });
  const reading = async () => comparable((await replayed(await read())).reads, new Set());
  const file = new Map<string, CarriedChange>();
  const options = {
    ...aws,
    account: own.account,
    record: (one: CarriedChange) => void file.set(one.change.id, one),
    wait: async () => {},
  };
  return {
    before: await reading(),
    reading,
    async planned(): Promise<Plan> {
      let account = await read();
      for (let round = 0; round < 6; round++)
        account = await askFurther(account, questionsToPlan(account, null, SUBSCRIBE), aws);
      return plan({
        account,
        accounts: [account, ...others],
        controls: CATALOGUE.filter(({ slug }) => slug === control),
        catalogue: CATALOGUE,
        benchmark: 'cis-7.0',
        includeAttempts: false,
        subscribe: SUBSCRIBE,
        topic: null,
        literal: false,
        generatedAt: NOW.toISOString(),
        tool: { name: 'trailproof', version: '0.0.0' },
      });
    },
    apply: ({ changes }: Plan) => carryOut(changes, options),
    undo: () => takeBack([...file.values()], options),
    close: () => proxy.close(),
  };
}
