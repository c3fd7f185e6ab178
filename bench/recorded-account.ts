import { readFileSync } from 'node:fs';
import { loadAccount } from '../src/account/load.js';
import { NEWEST_BENCHMARK } from '../src/catalogue/benchmark.js';
import { audit } from '../src/chain/audit.js';
import { defaultControls } from './controls.js';
import { figure, type Goal, tableOf } from './table.js';
import { timesOf } from './timing.js';

const RECORDED = 'examples/silent-key-loss.json';

/** All fifteen controls over an account that was recorded. */
export function recordedAccount(): readonly Goal[] {
  const loaded = loadAccount(readFileSync(RECORDED, 'utf8'), RECORDED);
  if (!loaded.ok) throw new Error(loaded.error.message);
  const { account } = loaded;
  const controls = defaultControls();
  const judge = () =>
    audit({
      accounts: [account],
      controls,
      benchmark: NEWEST_BENCHMARK,
      includeAttempts: false,
      generatedAt: account.readAt,
      tool: account.tool,
    });
  const verdicts = judge().results.map(({ verdict }) => verdict);
  const count = (verdict: string) => String(verdicts.filter((one) => one === verdict).length);
  const { median, worst } = timesOf(100, () => judge());
  console.log(
    tableOf(
      ['recorded account', 'Regions', 'proved', 'broken', 'unknown', 'median ms', 'worst ms'],
      [
        [
          RECORDED,
          String(account.regions.length),
          count('proved'),
          count('broken'),
          count('unknown'),
          figure(median),
          figure(worst),
        ],
      ],
    ),
  );
  return [{ what: 'audit fifteen controls of a recorded account', value: median, limit: 50, unit: 'ms' }];
}
