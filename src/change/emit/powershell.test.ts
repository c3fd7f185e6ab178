import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Change } from '../change.js';
import { isOutput } from '../step.js';
import { emitters } from './emitters.js';
import { hostile, hostileWords } from './hostile.case.js';
import { endOfChain, mendedChain, planOf, WORDS, type Words, wholeChain } from './plan.case.js';
import { powershellText } from './powershell.js';

const script = (changes: readonly Change[]) => emitters['aws-cli'](planOf(changes), { shell: 'powershell' }).files[0]!;

/**
 * What PowerShell's own lexer does with such a script (about_Quoting_Rules, about_Comments): `#` at the start of a word comments
 * out the rest of the line; between single quotes everything is text, line ends too, and two quotes are one. A `'@` or `@'`
 * would be a here-string; a backtick or a double quote outside would change what follows. None of these may come from a name.
 */
function read(text: string): { readonly code: string; readonly texts: readonly string[] } {
  const texts: string[] = [];
  const code = text.replace(/'((?:[^']|'')*)'|(?<=^|\s)#[^\r\n]*/g, (found, inside: string | undefined) => {
    if (inside === undefined) return '#';
    texts.push(inside.replaceAll("''", "'"));
    return found.includes('{') ? "'…'" : "'.'";
  });
  return { code, texts };
}

describe('a plan as a script for PowerShell', () => {
  it.each([
    ['the end of a chain', endOfChain],
    ['a whole chain', wholeChain],
    ['what is mended', mendedChain],
  ])(
    'of %s is the same code whatever the names, and its texts are the steps',
    (_name, changesOf: (words: Words) => readonly Change[]) => {
      const plain = (text: string) =>
        read(text)
          .code.replace(/'[.…]'/g, "''")
          .replace(/^#\n/gm, '');
      fc.assert(
        fc.property(hostileWords, ({ region, ...others }) => {
          // In us-east-1 a bucket is made without its Region.
          const words = { ...others, region: region === 'us-east-1' ? region : 'eu-west-1' };
          const changes = changesOf(words);
          const { text } = script(changes);
          expect(text).toMatch(/^[\n -~]*$/);
          expect(plain(text)).toBe(plain(script(changesOf({ ...WORDS, region: words.region })).text));
          const sent = read(text.replace(/' \+ \$\w+ \+ '/g, 'OUTPUT')).texts.filter((one) => one.startsWith('{'));
          const inputs = changes.map(({ step }) =>
            Object.fromEntries(
              Object.entries(step.input).map(([member, value]) => [member, isOutput(value) ? 'OUTPUT' : value]),
            ),
          );
          expect(sent.map((one) => JSON.parse(one) as unknown).filter((one) => !isLookup(one))).toEqual(inputs);
        }),
        { numRuns: 80 },
      );
    },
  );

  it('a text ends where it should', () => {
    fc.assert(
      fc.property(hostile, (text) => {
        const word = powershellText(text);
        expect(word).toMatch(/^'[ -~]*'$/);
        expect(read(word).texts).toHaveLength(1);
        expect(read(word).code).toMatch(/^'[.…]'$/);
      }),
      { numRuns: 300 },
    );
  });

  it('sends JSON by a file: the two PowerShells hand quotes to a program differently', () => {
    const { name, text } = script(wholeChain(WORDS));
    expect(name).toBe('trailproof-fix.ps1');
    expect(text.match(/^\s*\$answer = @\(& aws /gm)).toHaveLength(1);
    expect(text).toContain("'--cli-input-json', ('file://' + $file)");
    expect(text).toContain('-Exists EntityAlreadyExists');
    expect(text).toContain('-Exists TrailAlreadyExistsException -UntilKnown');
    expect(text).toContain(`"TargetKeyId": "' + $Key1 + '"`);
  });
});

/** What is asked before anything is made: who asks, and which key an alias names. */
function isLookup(input: unknown): boolean {
  const members = Object.keys(input as object);
  return (
    members.length === 0 || (members.length === 1 && String((input as { KeyId?: unknown }).KeyId).startsWith('alias/'))
  );
}
