import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { aKeyReport, aKeysReport, PENDING } from '../../src/report/keys.case.js';
import { renderKeysTerminal } from '../../src/report/keys-terminal.js';
import { ROOT } from './shell.js';

const SAMPLE = aKeysReport({
  keys: [
    PENDING,
    aKeyReport({ region: 'us-east-1', aliases: ['alias/ledger'], keyId: '22222222-3333-4444-5555-666666666666' }),
    aKeyReport({
      region: 'eu-central-1',
      aliases: ['alias/alerts'],
      keyId: '33333333-4444-5555-6666-777777777777',
      reported: 'blind-spot',
    }),
  ],
});

/** A page cannot ask AWS: its sample is a report drawn as the program draws it. */
it('the sample of `keys` in docs/usage.md is what the program prints of it', () => {
  const page = readFileSync(`${ROOT}docs/usage.md`, 'utf8');
  expect(page).toContain(
    `\`\`\`text\n${renderKeysTerminal(SAMPLE, { width: 80, colour: false, verbose: false })}\`\`\``,
  );
});
