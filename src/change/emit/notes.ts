import type { Change, Plan } from '../change.js';
import { asciiJson } from './ascii-json.js';

/**
 * What a reader is told before anything runs: of which account and of when the plan is, what becomes of the controls that it is for,
 * what remains.
 */
export function planNotes(plan: Plan): readonly string[] {
  const { tool, account, generatedAt, benchmark, controls, changes, remains } = plan;
  const concerned = new Set(changes.flatMap((change) => change.controls));
  return [
    `${tool.name} ${tool.version}: changes to account ${account}, planned ${generatedAt} for ${benchmark}.`,
    ...controls
      .filter(({ control }) => concerned.has(control))
      .map(({ control, before, after }) => `  ${control}: ${before} before, ${after} after`),
    ...(remains.length > 0 ? ['What remains to be done besides:'] : []),
    ...remains.map(({ message, help }) => `  ${message}: ${help}`),
  ];
}

/** What a change is for, what it costs and what it may break. How it is undone, each form says in its own words. */
export function changeNotes(change: Change): readonly string[] {
  const { controls, link, risk, warning, cost, owner, notUndone } = change;
  const price = cost.usdPerMonth === null ? '' : `about ${cost.usdPerMonth.toFixed(2)} USD a month: `;
  return [
    `for ${controls.join(', ')}: the ${link.kind} ${link.id}`,
    `risk: ${risk}${warning === null ? '' : `; warning: ${warning}`}`,
    ...(owner === null ? [] : [`owner: ${owner}, which will take this change back unless it is changed there`]),
    `cost: ${price}${cost.because}`,
    ...(notUndone === null ? [] : [`cannot be undone: ${notUndone}`]),
  ];
}

/** Documents inside a step, laid out for reading: in the call itself each is one text. */
export function documentNotes({ step }: Change): readonly string[] {
  return Object.entries(step.input).flatMap(([member, value]) => {
    const document = typeof value === 'string' ? parsed(value) : null;
    if (document === null) return [];
    const laidOut = asciiJson(document, { width: 100, output: () => '' });
    return [`${member}, for reading:`, ...laidOut.split('\n').map((line) => `  ${line}`)];
  });
}

function parsed(text: string): object | null {
  if (!text.startsWith('{')) return null;
  try {
    return JSON.parse(text) as object;
  } catch {
    return null; // a filter pattern begins with a brace as well
  }
}
