import type { Control } from '../catalogue/control.js';
import { isTold, sample } from '../chain/judge.js';
import { eventDraft } from '../languages/cloudwatch/index.js';
import type { Unit } from './bench.js';
import type { Task } from './task.js';

/**
 * May a later unit do what this one was taken for? Each was needed when it was taken, so that only what came after it for other controls
 * can have made it idle; new filters of other events, and their alarms, have not. It is only about what is worth a try.
 */
export function mayBeIdle(task: Task, units: readonly Unit[], unit: Unit, controls: readonly Control[]): boolean {
  const own = new Set(unit.controls ?? []);
  const events = controls
    .filter(({ slug }) => own.has(slug))
    .flatMap((control) => task.questions(control).map((question) => sample(question.demandIn(question.regions))))
    .filter((event) => event !== null);
  const later = units
    .slice(units.indexOf(unit) + 1)
    // Security Hub's text, which is put beside what was taken first, may do all of it.
    .filter(({ controls: of = [] }) => task.literal || !of.every((one) => own.has(one)));
  return later.some(({ proposals }) =>
    proposals.some(({ step, risk }) => {
      if (risk !== 'adds') return true;
      if (step.operation === 'cloudwatch:PutMetricAlarm') return false;
      if (step.operation !== 'logs:PutMetricFilter') return true;
      const parsed = eventDraft(step.input.filterPattern);
      return !parsed.ok || events.some((event) => isTold(event, parsed.draft));
    }),
  );
}
