import { describe, expect, it } from 'vitest';
import { type BusVariant, encryptBus, FAULTY_BUSES } from './bus-variants.js';
import { ADDRESS, brief, mended, tellByRulesAlone } from './mend.case.js';
import { FAULTY_RULES } from './rule-variants.js';
import type { World } from './specs.js';
import { topicsOf } from './topic-reads.js';

describe('a rule', () => {
  const HIM_EVERYWHERE = Array.from({ length: 3 }, () => 'Subscribe adds');
  const inEveryRegion = (
    vary: (made: World) => void,
    more: readonly string[] = [],
    options: Parameters<typeof mended>[1] = { subscribe: [ADDRESS] },
  ) =>
    mended((made) => {
      made.regions = [...made.regions, ...more];
      tellByRulesAlone(made);
      vary(made);
    }, options);

  it('that is disabled is enabled', () => {
    const made = inEveryRegion((account) => FAULTY_RULES.disabled(account, account.rules[0]!));
    expect(brief(made)).toEqual(['EnableRule changes', ...HIM_EVERYWHERE]);
  });

  it('that is disabled and has other targets: they are named; one that ends machines is not enabled', () => {
    const disabled = (target: string) =>
      inEveryRegion((account) => {
        account.rules[0]!.targets.push({ Id: 'more', Arn: target });
        FAULTY_RULES.disabled(account, account.rules[0]!);
      });
    const lambda = 'arn:aws:lambda:us-east-1:111122223333:function:lock';
    const [change] = disabled(lambda).changes.filter(({ step }) => step.operation === 'events:EnableRule');
    expect(change?.warning).toContain(`the rule gives them to ${lambda} as well`);
    const ending = disabled('arn:aws:events:us-east-1:111122223333:target/terminate-instance');
    expect(brief(ending)).not.toContain('EnableRule changes');
  });

  it('on a bus whose key EventBridge cannot use: the key is mended, and the bus keeps it', () => {
    const keyed = (vary: BusVariant) =>
      inEveryRegion((account) => vary(account, encryptBus(account, account.rules[0]!.region)));
    expect(brief(keyed(FAULTY_BUSES['a key that is disabled']))).toEqual(['EnableKey changes', ...HIM_EVERYWHERE]);
    for (const fault of ['a key that EventBridge may not use', 'a key for another bus'] as const)
      expect(brief(keyed(FAULTY_BUSES[fault]))).toEqual(['PutKeyPolicy adds', ...HIM_EVERYWHERE]);
  });

  it('in every Region, all of them', () => {
    const made = inEveryRegion((account) => {
      for (const rule of account.rules) FAULTY_RULES.disabled(account, rule);
    });
    expect(brief(made)).toEqual([...Array.from({ length: 3 }, () => 'EnableRule changes'), ...HIM_EVERYWHERE]);
  });

  it('in every Region that there is: its topics are subscribed to rather than another chain built', () => {
    const many = Array.from({ length: 11 }, (_, index) => `xx-north-${index + 1}`);
    const silent = (made: World) => {
      for (const one of topicsOf(made)) one.subscriptions = [];
    };
    const made = inEveryRegion(silent, many);
    expect(new Set(brief(made))).toEqual(new Set(['Subscribe adds']));
    expect(made.changes.length).toBeGreaterThan(11);
    const unasked = inEveryRegion(silent, [], {});
    expect(brief(unasked)).toEqual([]);
    expect(new Set(unasked.remains.map(({ code }) => code))).toEqual(new Set(['subscriber-needed']));
  });

  it('is let publish to its topic', () => {
    const made = inEveryRegion((account) =>
      FAULTY_RULES['a topic with the default policy'](account, account.rules[0]!),
    );
    expect(brief(made)).toEqual(['SetTopicAttributes adds', ...HIM_EVERYWHERE]);
  });
});
