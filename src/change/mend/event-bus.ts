import type { Condition } from '../../chain/link.js';
import { recording } from '../../chain/links/trail.js';
import { trailsOf } from '../../chain/trails.js';
import { isTrue } from '../../predicate/fold.js';
import type { Bench } from '../bench.js';
import { worldOf } from '../task.js';
import { type Mend, only } from './mend.js';
import { withRecording } from './trail.js';

/** EventBridge sees API calls only where a trail logs them: the first trail of the account's own that can be made to. */
export const mendEventBus: Mend = (bench, { failing }): Bench | null => {
  if (!only(failing, 'trail')) return null;
  const world = worldOf(bench.task, bench.account);
  for (const known of trailsOf(world).known) {
    if (known.owner !== bench.account.account) continue;
    const open = recording(world, known, known.trail).filter(({ passes }: Condition) => !isTrue(passes));
    const made = withRecording(bench, known.arn, new Set(open.map(({ code }) => code)));
    if (made) return made;
  }
  return null;
};
