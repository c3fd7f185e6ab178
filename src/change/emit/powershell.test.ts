import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Change } from '../change.js';
import { isOutput } from '../step.js';
import { hostile, hostileWords } from './hostile.case.js';
import { endOfChain, mendedChain, WORDS, type Words, wholeChain } from './plan.case.js';
import { lexed, script } from './powershell.case.js';
import { powershellText } from './powershell.js';

describe('a plan as a script for PowerShell', () => {
  it.each([
    ['the end of a chain', endOfChain],
    ['a whole chain', wholeChain],
    ['what is mended', mendedChain],
  ])(
    'of %s is the same code whatever the names, and its texts are the steps',
    (_name, changesOf: (words: Words) => readonly Change[]) => {
      const plain = (text: string) =>
        lexed(text)
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
          const sent = lexed(text.replace(/' \+ \$\w+ \+ '/g, 'OUTPUT')).texts.filter((one) => one.startsWith('{'));
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
        expect(lexed(word).texts).toHaveLength(1);
        expect(lexed(word).code).toMatch(/^'[.…]'$/);
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
