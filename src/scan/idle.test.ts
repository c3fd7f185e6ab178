import { expect, it } from 'vitest';
import { scanBytes } from './scan.case.js';

const EVENT = JSON.stringify({
  eventVersion: '1.11',
  userIdentity: { type: 'IAMUser' },
  eventSource: 'kms.amazonaws.com',
  eventName: 'DisableKey',
});
/** A record that a rule asks for, though CloudTrail does not write them so. */
const LOOSE = '{"eventName":"DisableKey","eventSource":"kms.amazonaws.com"}';

// The engine without WebAssembly looks at each anew.
it.each<[string, readonly string[]]>([
  ['nothing', ['{}']],
  ['something else', ['{"a":1}']],
  ['both, in turn', ['{}', '{"a":1}', '{"b":[]}', '{}']],
  ['texts in which JSON is broken', ['{"message":"{\\"eventName\\":"}']],
  ['messages of which each carries an event', [JSON.stringify({ Message: EVENT })]],
  ['what matches', [LOOSE, '{"a":1}']],
])('records that come again and again are told as each of them is: %s', async (_, records) => {
  const many = Array.from({ length: 3000 }, (_, n) => records[n % records.length]!);
  for (const lines of [many, [EVENT, ...many], [...many, EVENT], [...many, EVENT, ...many, LOOSE]]) {
    const bytes = Buffer.from(lines.join('\n'));
    const { parts: _parts, ...fast } = await scanBytes(bytes);
    expect(await scanBytes(bytes, { engine: 'plain' })).toMatchObject(fast);
  }
});
