import type { Proposal, Unit } from './bench.js';
import type { Risk } from './change.js';
import { idOf } from './change-id.js';
import { type Step, step } from './step.js';

/**
 * One step where several set the same thing: it stands where the last one stood, and says what all of them said. A later step was made
 * on the account as the earlier one left it, so that it holds what that one did; UpdateTrail alone is told only what is to be
 * different.
 */
export function merged(units: readonly Unit[]): readonly Unit[] {
  const last = new Map<string, Unit>();
  for (const unit of units) for (const { step } of unit.proposals) last.set(idOf(step), unit);
  const carried = new Map<string, Proposal>();
  return units.flatMap((unit) => {
    const proposals = unit.proposals.flatMap((proposal, index) => {
      const id = idOf(proposal.step);
      const before = carried.get(id);
      const whole = before ? both(before, proposal) : proposal;
      const isLast = last.get(id) === unit && !unit.proposals.slice(index + 1).some((one) => idOf(one.step) === id);
      if (isLast) return [whole];
      carried.set(id, whole);
      return [];
    });
    return proposals.length === 0 ? [] : [{ ...unit, proposals, controls: controlsOf(units, proposals) }];
  });
}

/** Of all units that set one of these things. */
function controlsOf(units: readonly Unit[], proposals: readonly Proposal[]): readonly string[] {
  const ids = new Set(proposals.map(({ step }) => idOf(step)));
  const about = units.filter((unit) => unit.proposals.some(({ step }) => ids.has(idOf(step))));
  return [...new Set(about.flatMap(({ controls = [] }) => controls))];
}

const RISKS: readonly Risk[] = ['adds', 'changes', 'replaces'];

function both(a: Proposal, b: Proposal): Proposal {
  return {
    ...b,
    step: stepOf(a.step, b.step),
    title: a.title === b.title ? a.title : `${a.title}, and ${b.title}`,
    risk: RISKS[Math.max(RISKS.indexOf(a.risk), RISKS.indexOf(b.risk))] ?? 'replaces',
    warning: joined(a.warning, b.warning),
    cost: costOf(a, b),
    notUndone: joined(a.notUndone, b.notUndone),
  };
}

function stepOf(a: Step, b: Step): Step {
  if (a.operation !== 'cloudtrail:UpdateTrail' || b.operation !== 'cloudtrail:UpdateTrail') return b;
  return step('cloudtrail:UpdateTrail', b.region, { ...a.input, ...b.input });
}

function costOf({ cost: a }: Proposal, { cost: b }: Proposal): Proposal['cost'] {
  if (a.usdPerMonth === null || b.usdPerMonth === 0) return a;
  return b;
}

function joined(a: string | null, b: string | null): string | null {
  return a === null || a === b ? b : b === null ? a : `${a}; ${b}`;
}
