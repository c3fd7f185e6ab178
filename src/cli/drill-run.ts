import { randomBytes, randomUUID } from 'node:crypto';
import { DELIVERY_SECONDS } from '../chain/event-verdict.js';
import { GRACE_SECONDS, promiseFor } from '../drill/judge.js';
import type { DrillPlan, PlannedStep } from '../drill/plan.js';
import type { DrillRecord, RecordedChain, StepName } from '../drill/record.js';
import { agrees, mustBeAskable } from './ask.js';
import { CliError } from './cli-error.js';
import { progressOn } from './collect-account.js';
import type { DrillOptions } from './drill.js';
import { caseOf, type DrillCase, nothingCarries, recordedChains, uncarriedOf } from './drill-case.js';
import { mustBeFree, recordText, writeAtEnd, writeRecord } from './drill-file.js';
import { EXIT } from './exit-status.js';
import { type Io, type Sink, wantsColour, widthOf } from './io.js';

export interface DrillAsked {
  readonly options: DrillOptions;
  readonly control: string;
  readonly steps: readonly StepName[];
  /** `--wait`; null: as long as the chains need. */
  readonly minutes: number | null;
}

export async function drill(io: Io, asked: DrillAsked): Promise<number> {
  const { options, steps } = asked;
  const disturbs = steps.some((step) => step !== 'test-filter');
  if (disturbs) mustBeAskable(io, options.yes ?? false);
  await mustBeFree(options.output ?? null);
  const tried = await caseOf(io, asked);
  if (tried.found.chains.length === 0) return nothingCarries(io, tried);
  const { planDrill, subscribersOf } = await import('../drill/plan.js');
  const { account, found } = tried;
  const plan = planDrill({ account, accounts: [account], found, steps });
  if (plan.steps.length === 0) return nothingCarries(io, tried);
  const chains = recordedChains(found, DELIVERY_SECONDS, (topic) => subscribersOf(topic, [account]));
  const limit = asked.minutes ?? minutesFor(chains);
  const sink = options.format === 'json' ? io.stderr : io.stdout;
  await preview(sink, io, limit, tried, plan, chains);
  const isHarmless = plan.steps.every(({ step, cannot }) => step === 'test-filter' || cannot !== null);
  if (
    !isHarmless &&
    !options.yes &&
    !(await agrees(io, `Carry out ${steps.length === 1 ? 'this step' : 'these steps'}?`))
  ) {
    await io.stderr.write('trailproof: nothing was done\n');
    return EXIT.failed;
  }
  return carryOut(io, asked, tried, plan, chains, limit);
}

const USUAL_MINUTES = 30;

/** Long enough for whatever was promised to be kept, or missed. */
function minutesFor(chains: readonly RecordedChain[]): number {
  const promised = Math.max(0, ...chains.map(({ promisedSeconds }) => promisedSeconds ?? 0));
  return Math.max(USUAL_MINUTES, Math.ceil((promised + GRACE_SECONDS) / 60));
}

/** So many seconds may pass before it is known that the step's promise was not kept. */
function longestOf({ step, chain }: PlannedStep, chains: readonly RecordedChain[]): number {
  const of = step === 'create-key' ? chains : chains.slice(chain, chain + 1);
  const promised = of.map(({ promisedWaitSeconds }) => promiseFor(step, promisedWaitSeconds, DELIVERY_SECONDS) ?? 0);
  return Math.max(0, ...promised) + (promised.some((seconds) => seconds > 0) ? GRACE_SECONDS : 0);
}

async function preview(
  sink: Sink,
  io: Io,
  minutes: number,
  { account, control, result, found }: DrillCase,
  plan: DrillPlan,
  chains: readonly RecordedChain[],
): Promise<void> {
  const { renderDrillPreview } = await import('../report/drill-terminal.js');
  const text = renderDrillPreview(
    {
      account: account.account,
      caller: account.caller,
      control: control.slug,
      title: control.title,
      verdict: result.verdict,
      summary: result.summary,
      chains,
      steps: plan.steps,
      told: plan.told,
      uncarried: await uncarriedOf(found),
      limit: minutes,
      isShort: plan.steps.some((step) => step.cannot === null && minutes * 60 < longestOf(step, chains)),
    },
    pageOf(sink, io),
  );
  await sink.write(`${text}\n`);
}

export const pageOf = (sink: Sink, { env }: Io) => ({ width: widthOf(sink, env), colour: wantsColour(sink, env) });

async function carryOut(
  io: Io,
  { options, steps }: DrillAsked,
  { account, control, result, found }: DrillCase,
  plan: DrillPlan,
  chains: readonly RecordedChain[],
  minutes: number,
): Promise<number> {
  const [{ KeySession }, { DrillDesk }, { clockOffset }, { notBegun, runDrill }, { drillStatus }, report, { tool }] =
    await Promise.all([
      import('../aws/key-session.js'),
      import('../aws/drill-desk.js'),
      import('../aws/clock-offset.js'),
      import('../aws/run-drill.js'),
      import('../drill/record.js'),
      import('../report/drill-terminal.js'),
      import('../version.js'),
    ]);
  const sink = options.format === 'json' ? io.stderr : io.stdout;
  const progress = progressOn(io, 'waiting for');
  const session = await KeySession.open({
    profile: options.profile,
    endpointUrl: options.endpointUrl,
    now: () => new Date(io.now()),
    wait: io.wait,
  });
  const stopping = new AbortController();
  const release = io.onInterrupt(() => {
    stopping.abort();
    progress.clear();
    void io.stderr.write(
      'trailproof: no further step is begun; what was made is removed and recorded. Once more ends it at once, and leaves the rest to `drill --clean`\n',
    );
  });
  try {
    if (session.identity.account !== account.account)
      throw new CliError('the credentials are of another account than before', 'run it again');
    const id = randomBytes(6).toString('hex');
    const disturbs = steps.some((step) => step !== 'test-filter');
    const file = options.output ?? (disturbs ? `trailproof-drill-${id}.json` : null);
    const offset = await clockOffset(session, plan.found.chains[0]!.chain.region);
    let record: DrillRecord = {
      schema: 'trailproof/drill/1',
      tool: tool(),
      id,
      ...session.identity,
      startedAt: new Date(Date.parse(io.now()) + offset).toISOString(),
      endedAt: null,
      clockOffsetSeconds: offset / 1000,
      control: control.slug,
      title: control.title,
      verdict: result.verdict,
      summary: result.summary,
      chains,
      uncarried: await uncarriedOf(found),
      steps: plan.steps.map(notBegun),
      things: [],
      calls: [],
      cleanings: [],
    };
    const keep = async (change: Partial<DrillRecord>) => {
      record = { ...record, ...change };
      if (file !== null) await writeRecord(io, file, record);
    };
    // Before anything is changed it is known that the record can be written.
    await keep({});
    if (file !== null) await sink.write(report.renderRecordPlace(file, pageOf(sink, io)));
    const desk = new DrillDesk({
      session,
      id,
      maker: session.identity.caller,
      clockOffset: offset,
      book: record,
      keep,
      wait: (milliseconds) => io.wait(milliseconds, stopping.signal),
      isStopped: () => stopping.signal.aborted,
      progress: progress.show,
    });
    const done = await runDrill(desk, plan, {
      limit: minutes * 60_000,
      deliverySeconds: DELIVERY_SECONDS,
      newUuid: randomUUID,
      // A record that cannot be written any more stops what is made next, and is told at the end.
      onBegin: (now) => keep({ steps: now }).catch(() => {}),
      async onStep(now, ended) {
        progress.clear();
        await keep({ steps: now }).catch(() => {});
        await sink.write(report.renderDrillStep(ended, chains.length, pageOf(sink, io)));
      },
    });
    progress.clear();
    record = { ...record, ...desk.book, steps: done, endedAt: desk.iso() };
    const kept = file === null ? null : await writeAtEnd(io, file, record);
    await sink.write(report.renderDrillEnd(record, kept, pageOf(sink, io)));
    if (options.format === 'json') await io.stdout.write(await recordText(record));
    const isCut = done.some(({ outcome }) => outcome === 'not-begun' || outcome === 'unknown');
    if (stopping.signal.aborted && isCut) return EXIT.interrupted;
    return drillStatus(record) || (kept === file ? EXIT.proved : EXIT.unknown);
  } finally {
    progress.clear();
    release();
    await session.close();
  }
}
