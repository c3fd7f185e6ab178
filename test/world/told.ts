import type { AlarmSpec, CompositeSpec, GroupSpec, RuleSpec, TopicSpec, TrailSpec, World } from './specs.js';
import { both, type Cell, either, passes, type Tag, type Truth } from './truth.js';

/** The truth of one event class: is somebody told of every event of the cell? `read` are the accounts judged together. */
export function told(world: World, cell: Cell, read: readonly World[] = [world]): Truth {
  return either([
    world.unseenTrails ? 'unknown' : 'broken',
    ...world.trails.map((trail) => toldByTrail(world, trail, cell, read)),
    ...world.rules.map((rule) => toldByRule(world, rule, cell)),
    // A rule that was not seen may tell, where a trail records the event at all.
    world.unseenRules.has(cell.region) ? both(['unknown', toEventBridge(world, cell)]) : 'broken',
  ]);
}

export function verdictOf(truths: readonly Truth[]): Truth {
  return both(truths);
}

function through(tags: readonly Tag[], cell: Cell): Truth {
  return both(tags.map((tag) => passes(tag.passes, cell)));
}

function toldByTrail(world: World, trail: TrailSpec, cell: Cell, read: readonly World[]): Truth {
  const member = trail.account === world.id ? 'holds' : (trail.member?.passes ?? 'holds');
  const recorded = both([through(trail.tags, cell), member]);
  const group = trail.group;
  if (!group) return both([recorded, 'broken']);
  const owner = read.find((one) => one.id === group.account);
  return both([recorded, owner ? toldByGroup(owner, group, cell) : 'unknown']);
}

function toldByGroup(world: World, group: GroupSpec, cell: Cell): Truth {
  return both([
    through(group.tags, cell),
    either([
      group.unseenFilters ? 'unknown' : 'broken',
      ...group.filters.map((filter) =>
        both([
          passes(filter.covers, cell),
          through(filter.tags, cell),
          either([
            world.unseenAlarms.has(group.region) ? 'unknown' : 'broken',
            ...filter.alarms.map((alarm) => toldByAlarm(alarm, cell)),
          ]),
        ]),
      ),
    ]),
  ]);
}

/** An alarm that rings tells by its own actions, or by those of a composite alarm above it. */
function toldByAlarm(alarm: AlarmSpec, cell: Cell): Truth {
  return both([
    through(
      alarm.tags.filter((tag) => !tag.actions),
      cell,
    ),
    either([
      both([
        through(
          alarm.tags.filter((tag) => tag.actions),
          cell,
        ),
        either(alarm.topics.map((topic) => toldByTopic(topic, 'holds', cell))),
      ]),
      ...alarm.parents.map((parent) => toldByComposite(parent, cell)),
    ]),
  ]);
}

function toldByComposite(parent: CompositeSpec, cell: Cell): Truth {
  return both([through(parent.tags, cell), either(parent.topics.map((topic) => toldByTopic(topic, 'holds', cell)))]);
}

function toldByTopic(topic: TopicSpec, publisher: Truth, cell: Cell): Truth {
  if (!topic.exists) return 'broken';
  return both([
    publisher,
    through(topic.tags, cell),
    either([
      topic.unseenSubscriptions ? 'unknown' : 'broken',
      ...topic.subscriptions.map(({ truth, queue, lambda }) =>
        both([truth, queue?.truth ?? 'holds', lambda?.truth ?? 'holds']),
      ),
    ]),
  ]);
}

function toldByRule(world: World, rule: RuleSpec, cell: Cell): Truth {
  if (rule.region !== cell.region) return 'broken';
  return both([
    toEventBridge(world, cell),
    passes(rule.covers, cell),
    through(rule.tags, cell),
    ...world.buses.filter(({ region }) => region === rule.region).map(({ tags }) => through(tags, cell)),
    either(rule.topics.map((topic) => toldByTopic(topic, topic.fromEvents, cell))),
  ]);
}

/** EventBridge sees an API call only when some trail of the account records it. */
function toEventBridge(world: World, cell: Cell): Truth {
  return either([
    world.unseenTrails ? 'unknown' : 'broken',
    ...world.trails.map(({ tags }) => both(tags.map((tag) => passes(tag.events ?? tag.passes, cell)))),
  ]);
}
