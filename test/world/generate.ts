import { SOUND_ALARMS } from './alarm-variants.js';
import { CONTROLS, controlOf, NAMED, type WorldControl } from './controls.js';
import { SOUND_FILTERS, setPattern } from './filter-variants.js';
import { SOUND_GROUPS } from './group-variants.js';
import { injectFault } from './inject.js';
import { LAYOUTS } from './layouts.js';
import { SOUND_PATTERNS } from './pattern-variants.js';
import { type Random, randomFrom } from './random.js';
import { groupsOf } from './reads.js';
import type { World } from './specs.js';
import { topicsOf } from './topic-reads.js';
import { SOUND_TOPICS } from './topic-variants.js';
import { SOUND_TRAILS } from './trail-variants.js';
import { world } from './world.js';

export interface Generated {
  readonly seed: number;
  /** The accounts read together; the first is the one that is judged. */
  readonly worlds: readonly World[];
  /** The controls that are judged: those deployed, and sometimes one that is not. */
  readonly controls: readonly WorldControl[];
  /** What was done, for the report of a disagreement. */
  readonly story: readonly string[];
}

const REGIONS = ['us-east-1', 'us-west-2', 'eu-central-1', 'ap-southeast-2'];

/** The account of this number: links that hold, in some layout, and none to three faults. */
export function generate(seed: number): Generated {
  const random = randomFrom(seed);
  const story: string[] = [];
  // Key loss is what the tool knows most deeply, and has the fewest events to ask about.
  const deployed = [
    random.chance(0.6) ? controlOf('kms-key-loss') : random.pick(random.chance(0.7) ? NAMED : CONTROLS),
  ];
  if (random.chance(0.1)) deployed.push(random.pick(CONTROLS.filter((one) => one !== deployed[0])));
  const regions = REGIONS.slice(0, 1 + random.below(3));
  const made = world({ regions, home: random.pick(regions), controls: deployed });
  decorate(made, deployed, random, story);
  const [name, layout] = random.entry(LAYOUTS);
  story.push(`layout: ${name}`);
  const others = layout(made, deployed, random, story);
  const faults = random.pick([0, 0, 0, 0, 1, 1, 1, 1, 2, 3]);
  const subject = others[0] && random.chance(0.5) ? others[0] : made;
  for (let count = 0; count < faults; count++) story.push(injectFault(subject, deployed, random, [made, ...others]));
  const further = random.chance(0.1) ? CONTROLS.filter((one) => !deployed.includes(one)) : [];
  const controls = further.length > 0 ? [...deployed, random.pick(further)] : deployed;
  return { seed, worlds: [made, ...others], controls, story };
}

/** Chooses among the ways to say the same. */
function decorate(made: World, deployed: readonly WorldControl[], random: Random, story: string[]): void {
  const choose = <T>(what: string, table: Readonly<Record<string, T>>): T => {
    const [name, value] = random.entry(table);
    if (name !== 'plain' && name !== 'printed') story.push(`${what}: ${name}`);
    return value;
  };
  for (const trail of made.trails) if (random.chance(0.3)) choose('trail', SOUND_TRAILS)(made, trail);
  for (const group of groupsOf(made)) {
    if (random.chance(0.2)) choose('group', SOUND_GROUPS)(made, group);
    for (const [index, filter] of group.filters.entries()) {
      const control = deployed[index];
      if (control && NAMED.includes(control) && random.chance(0.4)) {
        const write = choose('pattern', SOUND_PATTERNS);
        setPattern(filter, control, write(control), false);
      }
      if (random.chance(0.3)) choose('filter', SOUND_FILTERS)(made, filter);
      for (const alarm of filter.alarms) if (random.chance(0.5)) choose('alarm', SOUND_ALARMS)(made, alarm, filter);
    }
  }
  for (const topic of topicsOf(made)) if (random.chance(0.4)) choose('topic', SOUND_TOPICS)(made, topic);
}
