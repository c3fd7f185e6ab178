import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { Language, type Node, Parser } from '@vscode/tree-sitter-wasm';
import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import type { Change } from '../change.js';
import { hostile, hostileWords } from './hostile.case.js';
import { endOfChain, mendedChain, WORDS, type Words, wholeChain } from './plan.case.js';
import { lexed, script } from './powershell.case.js';
import { powershellText } from './powershell.js';

/** PowerShell itself cannot be had everywhere; its grammar, by which editors read scripts, can. */
const parser: { current?: Parser } = {};
beforeAll(async () => {
  const grammars = dirname(createRequire(import.meta.url).resolve('@vscode/tree-sitter-wasm'));
  await Parser.init();
  parser.current = new Parser();
  parser.current.setLanguage(await Language.load(join(grammars, 'tree-sitter-powershell.wasm')));
});

interface Parsed {
  /** What the grammar has no place for. */
  readonly wrong: readonly string[];
  /** What each text between single quotes says. */
  readonly texts: readonly string[];
  /** All else: every word and sign in its place, without comments and line ends. */
  readonly code: readonly string[];
}

function parsed(text: string): Parsed {
  const tree = parser.current?.parse(text);
  if (!tree) throw new Error('nothing was parsed');
  const [wrong, texts, code]: [string[], string[], string[]] = [[], [], []];
  const visit = (node: Node): void => {
    if (node.isError || node.isMissing) wrong.push(`${node.startPosition.row}: ${node.text}`);
    if (node.type === 'comment') return;
    code.push(node.type);
    if (node.type === 'verbatim_string_characters') texts.push(node.text.slice(1, -1).replaceAll("''", "'"));
    else if (node.childCount === 0) code.push(node.text.trim());
    else for (const child of node.children) if (child) visit(child);
  };
  visit(tree.rootNode);
  tree.delete();
  return { wrong, texts, code };
}

describe('a script for PowerShell, by its grammar', () => {
  it.each([
    ['the end of a chain', endOfChain],
    ['a whole chain', wholeChain],
    ['what is mended', mendedChain],
  ])(
    'of %s is the same whatever the names: each is within one text',
    (_name, changesOf: (words: Words) => readonly Change[]) => {
      const plain = new Map(
        ['us-east-1', 'eu-west-1'].map((region) => [region, parsed(script(changesOf({ ...WORDS, region })).text)]),
      );
      for (const { wrong } of plain.values()) expect(wrong).toEqual([]);
      fc.assert(
        fc.property(hostileWords, (words) => {
          // In us-east-1 a bucket is made without its Region.
          const region = words.region === 'us-east-1' ? words.region : 'eu-west-1';
          const { text } = script(changesOf({ ...words, region }));
          const { wrong, texts, code } = parsed(text);
          expect(wrong).toEqual([]);
          expect(code).toEqual(plain.get(region)?.code);
          expect(texts).toEqual(lexed(text).texts);
        }),
        { numRuns: 40 },
      );
    },
  );

  it('a text is one text', () => {
    fc.assert(
      fc.property(hostile, (text) => {
        const { wrong, texts, code } = parsed(`f ${powershellText(text)} g`);
        expect(wrong).toEqual([]);
        expect(texts).toHaveLength(1);
        expect(code).toEqual(parsed("f 'x' g").code);
      }),
      { numRuns: 300 },
    );
  });

  it('sees what breaks out', () => {
    expect(parsed("f 'it's' g").wrong).not.toEqual([]);
    expect(parsed("f 'x'; touch pwned").code).not.toEqual(parsed("f 'x'").code);
  });
});
