import type { Account } from '../account/account.js';
import type { Control } from '../catalogue/control.js';
import type { DemandOptions } from '../chain/demands.js';
import type { Path } from '../chain/link.js';
import { pathsOf } from '../chain/paths.js';
import { regionVerdicts } from '../chain/region-verdicts.js';
import type { Verdict } from '../chain/result.js';
import type { Key } from './key.js';

/** Would the loss of the key be reported? `blind-spot`: only by a path that needs this very key, so that its loss may silence it. */
export type Reported = Verdict | 'blind-spot';

/** `control`: the one about the loss of keys. */
export function reportedBy(control: Control, account: Account, options: DemandOptions): (key: Key) => Reported {
  const verdicts = regionVerdicts(control, account, [account], options);
  const needed = new Set(pathsOf(account, [account]).flatMap(({ keys }) => keys));
  return (key) => {
    const verdict = verdicts.get(key.region) ?? 'unknown';
    const names = namesOf(key);
    if (verdict === 'broken' || !names.some((name) => needed.has(name))) return verdict;
    const without = (path: Path) => !path.keys.some((name) => names.includes(name));
    const left = regionVerdicts(control, account, [account], options, without).get(key.region);
    return left === 'proved' ? 'proved' : 'blind-spot';
  };
}

/** As those who use it may spell it: a path whose key could not be described has it as it was spelled. */
const namesOf = ({ arn, keyId, aliases }: Key): readonly string[] => [
  arn,
  keyId,
  ...(aliases ?? []).flatMap((alias) => [alias, arn.replace(/key\/.*$/, alias)]),
];
