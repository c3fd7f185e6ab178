import { inject } from 'vitest';
import type { Account } from '../../src/account/account.js';
import { collect } from '../../src/aws/collect.js';
import { NEWEST_BENCHMARK, selectControls } from '../../src/catalogue/index.js';
import { BUILT_IN_CONTROLS, loadControls } from '../../src/catalogue/load.js';
import { audit } from '../../src/chain/audit.js';
import type { AuditResult } from '../../src/chain/result.js';
import type { Behaviour } from '../proxy/call.js';
import { likeAws } from '../proxy/like-aws.js';
import { startProxy } from '../proxy/proxy.js';
import { regions } from '../proxy/regions.js';
import { type Configuration, REGIONS } from './configuration.js';
import { deploy } from './deploy.js';
import { NOW } from './reading.js';
import { openSandbox, type Sandbox } from './sandbox.js';

export const CATALOGUE = loadControls([BUILT_IN_CONTROLS]).controls;

/** Deploys a configuration into accounts of its own, reads them through a proxy of their own, and audits what was read. */
export async function judged(configuration: Configuration): Promise<AuditResult> {
  const url = inject('moto').url ?? '';
  const own = await openSandbox(url);
  const owning = configuration.owner ? await openSandbox(url) : own;
  const at = { account: own.account, owner: owning.account };
  const enabled = regions(configuration.regions ?? REGIONS);
  const read = async (sandbox: Sandbox, { spec, behaviours }: Pick<Configuration, 'spec' | 'behaviours'>) => {
    await deploy(sandbox, spec(at));
    return collected(sandbox, [...(behaviours?.(at) ?? []), enabled, ...likeAws(NOW)]);
  };
  const accounts = [await read(own, configuration)];
  if (configuration.owner) accounts.push(await read(owning, configuration.owner));
  return audited(accounts, [configuration.control ?? 'kms-key-loss']);
}

/** Reads an account through a proxy of its own. */
export async function collected(sandbox: Sandbox, behaviours: readonly Behaviour[]): Promise<Account> {
  const proxy = await startProxy(sandbox.endpoint, behaviours);
  try {
    return await collect({ now: () => NOW, endpointUrl: proxy.url, credentials: sandbox.credentials });
  } finally {
    await proxy.close();
  }
}

/** The verdicts on the first of the accounts, which are judged together. */
export function audited(accounts: readonly Account[], names: readonly string[]): AuditResult {
  const selection = selectControls(CATALOGUE, names, NEWEST_BENCHMARK);
  if (selection.kind === 'refused') throw new Error(selection.problem.message);
  const result = audit({
    accounts,
    controls: selection.controls,
    catalogue: CATALOGUE,
    benchmark: NEWEST_BENCHMARK,
    includeAttempts: false,
    generatedAt: NOW.toISOString(),
    tool: { name: 'trailproof', version: '0.0.0' },
  });
  return { ...result, results: result.results.filter(({ account }) => account === accounts[0]?.account) };
}
