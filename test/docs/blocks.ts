/** One fenced block of a page. */
export interface Block {
  readonly language: string;
  readonly text: string;
  /** Where its text begins and ends in the page. */
  readonly start: number;
  readonly end: number;
  /** The heading above it. */
  readonly heading: string;
}

/** The fenced blocks of a page of Markdown, in order. A fence is three backticks at the start of a line. */
export function blocksOf(page: string): readonly Block[] {
  const blocks: Block[] = [];
  for (const found of page.matchAll(/^```(\S*)\n([\s\S]*?)^```$/gm)) {
    const [whole, language = '', text = ''] = found;
    const start = found.index + whole.indexOf('\n') + 1;
    const heading = [...page.slice(0, start).matchAll(/^#+ (.*)$/gm)].at(-1)?.[1] ?? '';
    blocks.push({ language, text, start, end: start + text.length, heading });
  }
  return blocks;
}

/** The page with the text of some blocks replaced. */
export function withTexts(page: string, texts: ReadonlyMap<Block, string>): string {
  let result = page;
  for (const [block, text] of [...texts].sort(([a], [b]) => b.start - a.start))
    result = result.slice(0, block.start) + text + result.slice(block.end);
  return result;
}
