import type { Control } from '../../catalogue/control.js';
import type { Link, Path } from '../../chain/link.js';
import type { Bench } from '../bench.js';
import type { Open } from '../proof.js';

/** A link that does not let pass what it should, on its way. */
export interface Place {
  readonly control: Control;
  readonly path: Path;
  readonly link: Link;
  /** The codes of the conditions that do not hold for all that is open. */
  readonly failing: ReadonlySet<string>;
  /** What should pass. */
  readonly open: readonly Open[];
}

/** What mends the link, or null where nothing of ours does; the candidate is then made another way. Proved or not is decided later. */
export type Mend = (bench: Bench, place: Place) => Bench | null;

/** Are these all that fails? */
export function only(failing: ReadonlySet<string>, ...codes: readonly string[]): boolean {
  return [...failing].every((code) => codes.includes(code));
}

/** The name of an alarm or rule in its ARN. */
export function nameIn(arn: string, kind: 'alarm' | 'rule'): string {
  const separator = kind === 'alarm' ? ':alarm:' : ':rule/';
  const at = arn.indexOf(separator);
  return at < 0 ? arn : arn.slice(at + separator.length);
}
