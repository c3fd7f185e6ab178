import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { fakeIo } from '../../src/cli/io.case.js';
import { run } from '../../src/cli/program.js';
import { blocksOf } from './blocks.js';
import { ROOT } from './shell.js';

/** The JSON of docs/usage.md is what the command above it prints; only its seconds are the machine's, and the record is left out. */
it('the page shows every member of trailproof/scan/1', async () => {
  const page = readFileSync(`${ROOT}docs/usage.md`, 'utf8');
  const shown = blocksOf(page).filter(({ language, text }) => language === 'json' && text.includes('scan/1'));
  expect(shown).toHaveLength(1);
  const command = /`trailproof (scan [^`]+ --format json)`/.exec(page)?.[1];
  const io = fakeIo();
  expect(await run([...command!.split(' '), '--workers', '0'], io)).toBe(1);
  const printed = JSON.parse(io.written.out);
  for (const alert of printed.alerts) delete alert.record;
  Object.assign(printed.stats, { seconds: 0.2, contextSeconds: 0.1 });
  expect(JSON.parse(shown[0]!.text)).toEqual(printed);
});
