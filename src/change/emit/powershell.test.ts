import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Change } from '../change.js';
import { isOutput } from '../step.js';
import { hostile, hostileWords } from './hostile.case.js';
import { lookBefore, lookJson } from './look.js';
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
          const sent = lexed(text.replace(/' \+ \$\w+ \+ '/g, 'OUTPUT'))
            .texts.filter((one) => one.startsWith('{'))
            .map((one) => JSON.parse(one) as unknown);
          const expected = changes.flatMap((change) => {
            const look = lookBefore(change, changes);
            const asked = look === null ? [] : [look.input, lookJson(look)];
            return [...asked, ...(change.step.operation === 'kms:CreateKey' ? KEY_LOOKUPS : []), change.step.input];
          });
          expect(sent.slice(-expected.length)).toEqual(filled(expected));
          expect(sent.slice(0, -expected.length)).toEqual(sent.slice(0, -expected.length).map(() => ({})));
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
    expect(text).toContain('-Exists ResourceAlreadyExistsException');
    expect(text).toMatch(/Test-ToDo iam get-role .* -Absent NoSuchEntity -Look '\{"member": "Role"/);
    expect(text).toMatch(/^ {2}Invoke-Aws cloudtrail create-trail [^}]*[\s\S]*? -UntilKnown$/m);
    expect(text).not.toMatch(/-Query .*"/); // no quote is handed to a program
    expect(text).toContain(`"TargetKeyId": "' + $Key1 + '"`);
  });
});

/** A key that a stopped run made is found by its alias, or by what describes it. */
const KEY_LOOKUPS = [{ KeyId: expect.stringMatching(/^alias\//) }, { members: expect.any(Array) }];

function filled(value: unknown): unknown {
  if (isOutput(value)) return 'OUTPUT';
  if (Array.isArray(value)) return value.map(filled);
  const isMatcher = typeof value === 'object' && value !== null && 'asymmetricMatch' in value;
  if (typeof value !== 'object' || value === null || isMatcher) return value;
  return Object.fromEntries(
    Object.entries(value).flatMap(([key, item]) => (item === undefined ? [] : [[key, filled(item)]])),
  );
}
