import type { Account } from '../account/account.js';
import type { Control } from '../catalogue/control.js';
import type { ControlResult } from '../chain/result.js';
import type { Found } from '../drill/find-chains.js';
import type { RecordedChain, UncarriedEvent } from '../drill/record.js';
import { neutraliseText } from '../report/neutralise.js';
import { CliError } from './cli-error.js';
import { collectAccount, progressOn } from './collect-account.js';
import type { DrillAsked } from './drill-run.js';
import { EXIT } from './exit-status.js';
import type { Io } from './io.js';
import { loadCatalogue, selectByName } from './load-catalogue.js';

/** What is tried, as it was audited just before. */
export interface DrillCase {
  readonly account: Account;
  readonly control: Control;
  readonly result: ControlResult;
  readonly found: Found;
}

export async function caseOf(io: Io, { options, control: name, steps }: DrillAsked): Promise<DrillCase> {
  const catalogue = await loadCatalogue(options.controls ?? []);
  const { controls, benchmark } = await selectByName(catalogue, [name], undefined);
  const [control] = controls;
  if (!control || controls.length > 1)
    throw new CliError(
      `\`${name}\` is more than one control`,
      'a drill tries one: name it, as `--control kms-key-loss`',
    );
  const [{ KEY_EVENTS }, { findChains }, { audit }, { tool }] = await Promise.all([
    import('../drill/plan.js'),
    import('../drill/find-chains.js'),
    import('../chain/audit.js'),
    import('../version.js'),
  ]);
  if (steps.includes('create-key') && !control.events.some(({ event }) => KEY_EVENTS.includes(event)))
    throw new CliError(
      `\`--create-key\` loses a key, and \`${control.slug}\` asks for no event of that`,
      'leave it out, or say `--control kms-key-loss`',
    );
  const account = await collectAccount(io, { profile: options.profile, endpointUrl: options.endpointUrl });
  const region = options.region ?? null;
  if (region !== null && !account.regions.includes(region))
    throw new CliError(
      `\`${region}\` is none of the account’s enabled Regions`,
      `name one of ${account.regions.slice(0, 4).join(', ')}…`,
    );
  const progress = progressOn(io, 'proving');
  progress.show(control.slug);
  const ask = { benchmark, includeAttempts: false };
  const judged = audit({
    accounts: [account],
    controls: [control],
    catalogue,
    ...ask,
    generatedAt: io.now(),
    tool: tool(),
  });
  const found = findChains({ control, account, accounts: [account], options: ask, region });
  progress.clear();
  return { account, control, result: judged.results[0]!, found };
}

/** A drill of what is broken would tell nobody anything new; of what is not known there is nothing to go by. */
export async function nothingCarries(io: Io, { control, result, found }: DrillCase): Promise<number> {
  const all = await uncarriedOf(found);
  const first = all.find(({ isBroken }) => isBroken) ?? all[0];
  const isBroken = first ? first.isBroken : result.verdict === 'broken';
  const what = first ? `${first.event} in ${first.region} ${first.reason}` : result.summary;
  const said = isBroken ? `there is nothing to drill: ${what}` : `there is nothing known to drill: ${what}`;
  const help = isBroken ? `\`trailproof fix --control ${control.slug}\` plans what mends it` : AUDIT;
  await io.stderr.write(`trailproof: ${neutraliseText(said)}; ${help}\n`);
  return isBroken ? EXIT.broken : EXIT.unknown;
}

const AUDIT = '`trailproof audit --verbose` says what could not be read';

export async function uncarriedOf({ uncarried }: Found): Promise<readonly UncarriedEvent[]> {
  const { linkInWords } = await import('../chain/link-name.js');
  return uncarried.map(({ event, region, link, isBroken }) => {
    const stops = isBroken ? 'stops' : 'may stop';
    const nothing = isBroken ? 'is carried by nothing' : 'may be carried by nothing';
    return { event, region, isBroken, reason: link ? `${stops} at ${linkInWords(link)}: ${link.reason}` : nothing };
  });
}

export function recordedChains(
  { chains }: Found,
  deliverySeconds: number,
  subscribersOf: (topic: string) => readonly string[] | null,
): readonly RecordedChain[] {
  return chains.map(({ chain, events }) => ({
    events: events.map(({ event }) => event),
    region: events[0]?.region ?? chain.region,
    logGroup: chain.group?.arn ?? null,
    filter: chain.kind === 'filter' ? chain.name : null,
    rule: chain.kind === 'rule' ? chain.name : null,
    pattern: chain.pattern,
    alarm: chain.alarm?.arn ?? null,
    topic: chain.topic,
    subscribers: chain.topic === null ? null : subscribersOf(chain.topic),
    promisedWaitSeconds: chain.waitSeconds,
    promisedSeconds: chain.waitSeconds === null ? null : deliverySeconds + chain.waitSeconds,
  }));
}
