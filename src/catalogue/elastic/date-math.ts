import { secondsOf } from '../duration.js';
import type { Node } from '../node.js';

/** The seconds before now of `now-6m`; `otherwise` where it is left out. Rounding, months and years have no fixed length. */
export function secondsBeforeNow(node: Node, otherwise: number | undefined): number {
  if (node.value === undefined && otherwise !== undefined) return otherwise;
  const text = node.text();
  if (text === null) return otherwise ?? 1;
  const found = /^now-(\d+[smhHdw])$/.exec(text.replace(/\s/g, ''));
  const seconds = found ? secondsOf(found[1]!) : null;
  if (seconds !== null && seconds > 0) return seconds;
  node.refuse(
    'invalid-time',
    `\`${text}\` is not a time before now`,
    'write now- and a number of s, m, h, d or w: now-6m',
  );
  return otherwise ?? 1;
}
