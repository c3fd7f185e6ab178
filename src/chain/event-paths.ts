import type { EventRule, EventTarget } from '../account/answers.js';
import { parseArn } from '../account/arn.js';
import { seesAwsEvents } from '../account/rule-relevance.js';
import { busKeyUse } from './bus-key.js';
import { eventMessage } from './event-message.js';
import { accountOf, ask, listingOf, type World } from './evidence.js';
import type { Link, Path } from './link.js';
import { eventBusLink } from './links/event-bus.js';
import { ruleLink } from './links/rule.js';
import { targetKind, targetLink } from './links/target.js';
import { isUnseen, missingLink, type Spot, unseenLink } from './missing.js';
import { type Tail, topicTails } from './topic-paths.js';

/** EventBridge brings an event to its target within seconds of CloudTrail's delivery; a minute is generous. */
const WAIT_SECONDS = 60;
const RULES = ['events:ListRules'] as const;
const TARGETS = ['events:ListTargetsByRule'] as const;

/** The paths over the default event bus of each Region. A Region without a rule that can see AWS's events has none. */
export function eventPaths(world: World): readonly Path[] {
  return world.account.regions.flatMap((region) => {
    const origin = { account: world.account.account, region };
    const tails = busTails(world, origin, origin, true);
    if (tails.length === 0) return [];
    const use = busKeyUse(world, origin);
    const bus = eventBusLink(world, region, use);
    // Where no rule was seen, nobody asked for the key of the bus, and the doubt is another.
    const unseen = eventBusLink(world, region, { conditions: [], keys: [] });
    return tails.map(({ links, end, keys }) =>
      isUnseen(links[0])
        ? { links: [unseen, ...links], end, keys, waitSeconds: WAIT_SECONDS }
        : { links: [bus, ...links], end, keys: [...new Set([...use.keys, ...keys])], waitSeconds: WAIT_SECONDS },
    );
  });
}

/** From a bus over its rules. `origin` is where the event happened; an event is followed to one further bus, and no further. */
function busTails(world: World, spot: Spot, origin: Spot, mayForward: boolean): readonly Tail[] {
  const { items, more } = listingOf<EventRule>(ask(world, spot.account, spot.region, 'events:ListRules'), 'Rules');
  const tails = items
    .filter((rule) => isOnDefaultBus(rule) && seesAwsEvents(rule))
    .flatMap((rule) => ruleTails(world, rule, spot, origin, mayForward));
  return more ? [...tails, endingWith(unseenLink('rule', spot, more, RULES))] : tails;
}

/** AWS's events come to the default bus; a rule of another one that got into the list sees none of them. */
function isOnDefaultBus({ EventBusName: bus }: EventRule): boolean {
  return bus === undefined || bus === 'default' || bus.endsWith(':event-bus/default');
}

function ruleTails(world: World, rule: EventRule, spot: Spot, origin: Spot, mayForward: boolean): readonly Tail[] {
  const link = ruleLink(rule, spot, origin);
  const asked = ask(world, spot.account, spot.region, 'events:ListTargetsByRule', { Rule: rule.Name });
  const { items, more } = listingOf<EventTarget>(asked, 'Targets');
  const tails = items.flatMap((target) => targetTails(world, rule, withRoleOf(rule, target), spot, origin, mayForward));
  if (more) tails.push(endingWith(unseenLink('target', spot, more, TARGETS)));
  else if (items.length === 0)
    tails.push(endingWith(missingLink('target', spot, 'the rule has no target', TARGETS, 'give the rule a target')));
  return tails.map((tail) => ({ ...tail, links: [link, ...tail.links] }));
}

/** A rule may have a role for its targets (EventBridge API reference, Rule); what that changes for a topic is not said there. */
function withRoleOf({ RoleArn }: EventRule, target: EventTarget): EventTarget {
  return RoleArn && !target.RoleArn ? { ...target, RoleArn } : target;
}

function targetTails(
  world: World,
  rule: EventRule,
  target: EventTarget,
  spot: Spot,
  origin: Spot,
  mayForward: boolean,
): readonly Tail[] {
  const link = targetLink(target, spot);
  const arn = target.Arn ?? '';
  switch (targetKind(arn)) {
    case 'topic': {
      const publisher = {
        service: 'events.amazonaws.com' as const,
        sourceArn: rule.Arn ?? '',
        account: spot.account,
        region: spot.region,
        ...(target.RoleArn ? { role: target.RoleArn } : {}),
      };
      const tails = topicTails(world, arn, publisher, eventMessage(target, origin));
      return tails.map((tail) => ({ ...tail, links: [link, ...tail.links] }));
    }
    case 'bus': {
      const further = forwarded(world, arn, origin, mayForward);
      return further.map((tail) => ({ ...tail, links: [link, ...tail.links] }));
    }
    case 'other':
      return [{ links: [link], end: 'machine', keys: [] }];
  }
}

/** Over another bus. Only default buses are read. */
function forwarded(world: World, busArn: string, origin: Spot, mayForward: boolean): readonly Tail[] {
  const arn = parseArn(busArn);
  const spot: Spot = { account: arn?.account ?? '', region: arn?.region ?? '' };
  const unread = (message: string): readonly Tail[] => [
    endingWith(unseenLink('event-bus', spot, { code: 'bus-unread', message }, RULES)),
  ];
  if (arn?.resource !== 'event-bus/default') return unread(`the rules of the bus \`${busArn}\` were not read`);
  if (!mayForward) return unread(`whether the bus \`${busArn}\` gets an event that was forwarded before is not known`);
  const account = accountOf(world, arn.account);
  if (!account?.regions.includes(arn.region))
    return unread(`the bus \`${busArn}\` is in a Region or account that was not read`);
  const { conditions, keys } = busKeyUse(world, spot);
  const bus: Link = { kind: 'event-bus', id: busArn, ...spot, conditions };
  const tails = busTails(world, spot, origin, false);
  return tails.length > 0
    ? tails.map((tail) => ({ ...tail, links: [bus, ...tail.links], keys: [...keys, ...tail.keys] }))
    : [
        endingWith(
          missingLink('rule', spot, `no rule of the bus ${busArn} sees AWS’s events`, RULES, 'add a rule there'),
          bus,
        ),
      ];
}

function endingWith(link: Link, ...before: readonly Link[]): Tail {
  return { links: [...before, link], end: null, keys: [] };
}
