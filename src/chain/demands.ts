import type { Account } from '../account/account.js';
import type { Control, RequiredEvent } from '../catalogue/control.js';
import { requiredEvents, requirementOf } from '../catalogue/requirement.js';
import { placeAll } from '../cloudtrail/place.js';
import { recordedIn } from '../cloudtrail/regions.js';
import { shapesOf } from '../cloudtrail/shapes-of.js';
import type { EventQuestion } from './event-verdict.js';
import type { Demand } from './judge.js';
import { nameWordsOf } from './name-words.js';

export interface DemandOptions {
  readonly benchmark: string;
  readonly includeAttempts: boolean;
}

/** What a control demands of an account: a question for each class of events. */
export function questionsOf(control: Control, account: Account, options: DemandOptions): readonly EventQuestion[] {
  return requiredEvents(control, options).map((event) => questionOf(event, control, account));
}

/** The same events, of calls that fail. */
export function failedQuestionsOf(
  control: Control,
  account: Account,
  options: DemandOptions,
): readonly EventQuestion[] {
  return requiredEvents(control, { ...options, includeAttempts: false })
    .filter((event) => event.outcome === 'success')
    .map((event) => questionOf({ ...event, outcome: 'failure' }, control, account));
}

function questionOf(event: RequiredEvent, control: Control, account: Account): EventQuestion {
  const constants: Record<string, string> = {};
  if (event.eventSource !== null) constants.eventSource = event.eventSource;
  if (event.eventName !== null) constants.eventName = event.eventName;
  const required = requirementOf(event);
  const demands = new Map<string, Demand>();
  return {
    event: event.event,
    account: account.account,
    regions: recordedIn(event, account.partition, account.regions),
    isEverywhere: recordedIn(event, account.partition, []).length === 0,
    nameWords: nameWordsOf(control.slug),
    pattern: control.canonicalPattern,
    demandIn: (regions) => {
      const key = regions.join();
      const made = demands.get(key);
      if (made) return made;
      const region = regions[0] ?? account.regions[0] ?? 'us-east-1';
      const shapes = placeAll(shapesOf(event), { account: account.account, region });
      const demand = { account: account.account, regions, required, shapes, constants };
      demands.set(key, demand);
      return demand;
    },
  };
}
