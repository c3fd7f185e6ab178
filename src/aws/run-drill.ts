import { type DrillPlan, keyEvents, type PlannedStep } from '../drill/plan.js';
import type { RecordedStep } from '../drill/record.js';
import { AwsError } from './aws-error.js';
import { cleanUp } from './drill-clean.js';
import { type DrillDesk, NotRecorded } from './drill-desk.js';
import { createKey } from './drill-key.js';
import { type Mailbox, openMailboxes } from './drill-mailbox.js';
import { alarmState, logEvent, STOPPED, type StepResult, testFilter, unknownBecause } from './drill-steps.js';

export interface RunOptions {
  /** The longest time of each wait, in milliseconds. */
  readonly limit: number;
  /** CloudTrail's part of the promise, in seconds. */
  readonly deliverySeconds: number;
  readonly newUuid: () => string;
  /** Told when a step is begun, with all as they are then: the record of a run that is killed must not say that it was not. */
  readonly onBegin: (steps: readonly RecordedStep[]) => Promise<void>;
  /** Told when a step has ended, with all as they are then. */
  readonly onStep: (steps: readonly RecordedStep[], ended: RecordedStep) => Promise<void>;
}

/** A step of which nothing was done yet. */
export function notBegun({ step, chain, cannot, warnings }: PlannedStep): RecordedStep {
  const came =
    cannot === null
      ? ({ outcome: 'not-begun', reason: 'it was not begun' } as const)
      : ({ outcome: 'unknown', reason: cannot } as const);
  const nothing = { startedAt: null, endedAt: null, samples: [], measurements: [] };
  return { step, chain, ...came, ...nothing, warnings: cannot === null ? warnings : [] };
}

/**
 * Carries the steps out, one after the other, and removes what they made, whatever comes in between. What a step meets stops no other;
 * once the drill is stopped no further one is begun.
 */
export async function runDrill(
  desk: DrillDesk,
  plan: DrillPlan,
  options: RunOptions,
): Promise<readonly RecordedStep[]> {
  const steps = plan.steps.map(notBegun);
  try {
    const boxes = new Boxes(desk, plan);
    for (const [at, planned] of plan.steps.entries()) {
      if (desk.isStopped()) break;
      if (planned.cannot === null) {
        const startedAt = desk.iso();
        steps[at] = {
          ...steps[at]!,
          outcome: 'unknown',
          reason: 'it was begun, and the record ends before it',
          startedAt,
        };
        await options.onBegin([...steps]);
        const result = await carriedOut(desk, plan, planned, boxes, options);
        steps[at] = { ...steps[at]!, ...result, startedAt, endedAt: desk.iso() };
      }
      await options.onStep([...steps], steps[at]!);
    }
  } finally {
    await cleanUp(desk);
  }
  return steps;
}

async function carriedOut(
  desk: DrillDesk,
  plan: DrillPlan,
  { step, chain }: PlannedStep,
  boxes: Boxes,
  options: RunOptions,
): Promise<StepResult> {
  const one = plan.found.chains[chain]!;
  try {
    if (step === 'test-filter') return await testFilter(desk, one);
    await boxes.open();
    if (desk.isStopped()) return unknownBecause(STOPPED);
    const mailbox = boxes.of(one.chain.topic);
    switch (step) {
      case 'alarm-state':
        return await alarmState(desk, one.chain, { ...options, mailbox });
      case 'log-event':
        return await logEvent(desk, one.chain, one.events, { ...options, mailbox });
      case 'create-key': {
        const keys = keyEvents(plan.found, desk.session.identity.caller);
        const events = keys.map(({ event, chain: at }) => {
          const over = plan.found.chains[at]!.chain;
          return { event, chain: over, mailbox: boxes.of(over.topic) };
        });
        return await createKey(desk, keys[0]!.region, events, options);
      }
    }
  } catch (thrown) {
    if (thrown instanceof NotRecorded)
      return unknownBecause(`the record cannot be written any more: ${thrown.message}`);
    if (!(thrown instanceof AwsError)) throw thrown;
    return unknownBecause(`${thrown.message}; ${thrown.help}`);
  }
}

/** The queues are made when the first step needs them. */
class Boxes {
  readonly #desk: DrillDesk;
  readonly #topics: readonly string[];
  #open: Promise<ReadonlyMap<string, Mailbox>> | undefined;
  #known: ReadonlyMap<string, Mailbox> = new Map();

  constructor(desk: DrillDesk, { found }: DrillPlan) {
    this.#desk = desk;
    this.#topics = [...new Set(found.chains.flatMap(({ chain }) => chain.topic ?? []))];
  }

  async open(): Promise<void> {
    this.#open ??= openMailboxes(this.#desk, this.#topics);
    this.#known = await this.#open;
  }

  of(topic: string | null): Mailbox | null {
    return topic === null ? null : (this.#known.get(topic) ?? null);
  }
}
