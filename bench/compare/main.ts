import { parseArgs } from 'node:util';
import { deploy } from '../../test/moto/deploy.js';
import { openSandbox } from '../../test/moto/sandbox.js';
import { startMoto } from '../../test/moto/server.js';
import { CONFIGURATIONS, REGIONS } from './configurations.js';
import { startCountingProxy } from './counting-proxy.js';
import { type Cell, type Comparison, configurationTable, type Judged, summaryTable, writePage } from './page.js';
import { TOOLS } from './tools.js';

/**
 * `npm run compare [-- --only WORDS]`: the same accounts judged by the scanners that people use, against the same AWS API.
 * `--only` takes the configurations whose name holds the words, and leaves the page alone.
 */
const { values } = parseArgs({ options: { only: { type: 'string' } } });

for (const tool of TOOLS) {
  console.error(`${tool.name} ${tool.version}: ${tool.check}`);
  await tool.install();
}
const moto = await startMoto();
if ('missing' in moto) throw new Error(moto.missing);
const proxy = await startCountingProxy(moto.url);

const chosen = CONFIGURATIONS.filter(({ name }) => name.includes(values.only ?? ''));
const judged: Judged[] = [];
for (const configuration of chosen) {
  const sandbox = await openSandbox(moto.url, configuration.account);
  await deploy(sandbox, configuration.spec);
  const cells: Cell[] = [];
  for (const tool of TOOLS) {
    try {
      const opinion = await tool.judge(sandbox, proxy.url, REGIONS);
      console.error(`${configuration.name}, ${tool.name}: ${opinion.answer}: ${opinion.reason}`);
      cells.push(opinion);
    } catch (error) {
      cells.push({ error: error instanceof Error ? error.message : String(error) });
    }
  }
  judged.push({ configuration, cells });
}

const costs: Comparison['costs'][number][] = [];
const [benchmarks] = CONFIGURATIONS;
const whole = await openSandbox(moto.url);
await deploy(whole, benchmarks?.spec ?? {});
for (const tool of TOOLS) {
  try {
    proxy.taken();
    const { seconds } = await tool.judge(whole, proxy.url, []);
    costs.push({ calls: proxy.taken(), seconds });
  } catch (error) {
    console.error(`${tool.name}: ${String(error)}`);
    costs.push(null);
  }
}
await proxy.close();
await moto.stop();

const comparison: Comparison = { tools: TOOLS, judged, costs };
console.log(`${summaryTable(comparison)}\n\n${configurationTable(comparison)}`);
if (values.only === undefined) writePage(comparison);
