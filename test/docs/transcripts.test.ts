import { readFileSync } from 'node:fs';
import { beforeAll, describe, expect, it } from 'vitest';
import { type Block, blocksOf, withTexts } from './blocks.js';
import { played } from './played.js';
import { mustBeBuilt, ROOT } from './shell.js';

/**
 * Every `console` block of these pages is what the program really prints: each `$ ` line is typed, and what follows is replaced
 * by its output. `$ echo $?` shows the status of the line before. `npx vitest run test/docs -u` writes the pages.
 */
const PAGES = ['README.md', 'docs/usage.md'];

beforeAll(mustBeBuilt);

/** The README shows the summary of docs/comparison.md, which `npm run compare` writes. */
const SUMMARY = /(?<=^<!-- summary:begin -->\n)[\s\S]*?(?=^<!-- summary:end -->$)/m;
const comparison = readFileSync(`${ROOT}docs/comparison.md`, 'utf8');
const withSummary = (page: string) => page.replace(SUMMARY, () => SUMMARY.exec(comparison)?.[0] ?? '');

describe.each(PAGES)('%s', (name) => {
  const page = readFileSync(`${ROOT}${name}`, 'utf8');
  const transcripts = blocksOf(page).filter(({ language }) => language === 'console');

  it('has a transcript', () => expect(transcripts.length).toBeGreaterThan(0));

  it('prints what the program prints', async () => {
    const texts = new Map<Block, string>();
    for (const block of transcripts) texts.set(block, await played(block));
    await expect(withSummary(withTexts(page, texts))).toMatchFileSnapshot(`${ROOT}${name}`);
  }, 180_000);
});
