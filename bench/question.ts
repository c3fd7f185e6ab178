import type { Control } from '../src/catalogue/control.js';
import { requiredEvents, requirementOf } from '../src/catalogue/requirement.js';
import { type Demand, judge } from '../src/chain/judge.js';
import { placeAll, shapesOf } from '../src/cloudtrail/index.js';
import { parse, toDraft } from '../src/languages/cloudwatch/index.js';

export type Answer = 'covered' | 'missed' | 'unknown' | 'refused';

const ACCOUNT = '111122223333';
const REGION = 'us-east-1';

/** Judges a pattern against a control from its text on, as the audit does: parsed, and proved for every class of its events. */
export function judgeOf(control: Control): (pattern: string) => Answer {
  const demands = requiredEvents(control).map((event): Demand => {
    const constants: Record<string, string> = {};
    if (event.eventSource !== null) constants.eventSource = event.eventSource;
    if (event.eventName !== null) constants.eventName = event.eventName;
    return {
      account: ACCOUNT,
      regions: [REGION],
      required: requirementOf(event),
      shapes: placeAll(shapesOf(event), { account: ACCOUNT, region: REGION }),
      constants,
    };
  });
  return (pattern) => {
    const parsed = parse(pattern);
    if (!parsed.ok) return 'refused';
    const told = toDraft(parsed.pattern, 'event');
    let answer: Answer = 'covered';
    for (const demand of demands) {
      const { verdict } = judge(demand, told);
      if (verdict === 'broken') return 'missed';
      if (verdict === 'unknown') answer = 'unknown';
    }
    return answer;
  };
}
