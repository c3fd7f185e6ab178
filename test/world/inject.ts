import type { ReadError } from '../../src/account/account.js';
import { FAULTY_ALARMS } from './alarm-variants.js';
import { encryptBus, FAULTY_BUSES } from './bus-variants.js';
import { NAMED, type WorldControl } from './controls.js';
import { FAULTY_FILTERS, setPattern } from './filter-variants.js';
import { FAULTY_FUNCTIONS } from './function-variants.js';
import { FAULTY_GROUPS } from './group-variants.js';
import { FAULTY_PATTERNS, GUARDS, guarded } from './pattern-variants.js';
import { FAULTY_QUEUES } from './queue-variants.js';
import type { Random } from './random.js';
import { UNREAD, UNREAD_BESIDE } from './read-variants.js';
import { groupsOf } from './reads.js';
import { FAULTY_RULES } from './rule-variants.js';
import type { World } from './specs.js';
import { topicsOf } from './topic-reads.js';
import { FAULTY_TOPICS } from './topic-variants.js';
import { FAULTY_TRAILS } from './trail-variants.js';
import { filterName } from './world.js';

const KINDS: readonly ReadError['kind'][] = ['denied', 'throttled', 'failed', 'truncated'];

/** Puts one fault into one link that is there, and says which. */
export function injectFault(
  made: World,
  deployed: readonly WorldControl[],
  random: Random,
  all: readonly World[] = [made],
): string {
  const filters = groupsOf(made).flatMap((group) => group.filters);
  const act = random.below(12);
  switch (act) {
    case 0: {
      const [name, vary] = random.entry(FAULTY_TRAILS);
      if (made.trails.length === 0) break;
      vary(made, random.pick(made.trails));
      return `trail fault: ${name}`;
    }
    case 1: {
      if (filters.length === 0) break;
      const filter = random.pick(filters);
      const control = deployed.find((one) => filter.filter.filterName?.startsWith(filterName(one)));
      // A pattern that was already made narrower keeps its claim; only whole ones are written anew.
      if (!control || !NAMED.includes(control) || filter.filter.filterName?.includes('-part')) break;
      const [name, write] = random.entry(FAULTY_PATTERNS);
      setPattern(filter, control, write(control), false);
      return `pattern fault: ${name}`;
    }
    case 2: {
      if (filters.length === 0) break;
      const filter = random.pick(filters);
      const control = deployed.find((one) => filter.filter.filterName?.startsWith(filterName(one)));
      if (!control || !NAMED.includes(control) || filter.filter.filterName?.includes('-part')) break;
      const [name, guard] = random.entry(GUARDS);
      setPattern(filter, control, guarded(control, guard), false);
      return `guard: ${name}`;
    }
    case 3: {
      if (filters.length === 0) break;
      const [name, vary] = random.entry(FAULTY_FILTERS);
      vary(made, random.pick(filters));
      return `filter fault: ${name}`;
    }
    case 4: {
      const filter = filters.length > 0 ? random.pick(filters) : undefined;
      if (!filter || filter.alarms.length === 0) break;
      const [name, vary] = random.entry(FAULTY_ALARMS);
      vary(made, random.pick(filter.alarms), filter);
      return `alarm fault: ${name}`;
    }
    case 5: {
      const topics = topicsOf(made);
      if (topics.length === 0) break;
      const [name, vary] = random.entry(FAULTY_TOPICS);
      vary(made, random.pick(topics));
      return `topic fault: ${name}`;
    }
    case 6: {
      const control = deployed[0];
      if (made.rules.length === 0 || !control) break;
      const [name, vary] = random.entry(FAULTY_RULES);
      vary(made, random.pick(made.rules), control);
      return `rule fault: ${name}`;
    }
    case 7: {
      const groups = groupsOf(made);
      if (groups.length === 0 || made.regions.length < 2) break;
      const [name, vary] = random.entry(FAULTY_GROUPS);
      vary(made, random.pick(groups));
      return `group fault: ${name}`;
    }
    case 8: {
      const [name, vary] = random.entry({ ...UNREAD, ...UNREAD_BESIDE });
      const kind = random.pick(KINDS);
      // What one account may not read of a shared trail, the other might.
      for (const one of all) vary(one, kind);
      return `unread: ${name}, ${kind}`;
    }
    case 9: {
      if (made.rules.length === 0) break;
      const [name, vary] = random.entry(FAULTY_BUSES);
      const { region } = random.pick(made.rules);
      vary(made, made.buses.find((bus) => bus.region === region) ?? encryptBus(made, region));
      return `event bus fault: ${name}`;
    }
    case 10: {
      const told = topicsOf(made).flatMap((topic) => topic.subscriptions);
      const queues = told.flatMap((from) => (from.queue ? [{ from, queue: from.queue }] : []));
      if (queues.length === 0) break;
      const [name, vary] = random.entry(FAULTY_QUEUES);
      const { from, queue } = random.pick(queues);
      vary(made, queue, from);
      return `queue fault: ${name}`;
    }
    case 11: {
      const told = topicsOf(made).flatMap((topic) => topic.subscriptions);
      const functions = told.flatMap((from) => (from.lambda ? [{ from, lambda: from.lambda }] : []));
      if (functions.length === 0) break;
      const [name, vary] = random.entry(FAULTY_FUNCTIONS);
      const { from, lambda } = random.pick(functions);
      vary(made, lambda, from);
      return `function fault: ${name}`;
    }
  }
  return 'no fault';
}
