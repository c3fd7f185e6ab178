import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { saveAccount } from '../../src/account/save.js';
import { silentKeyLoss } from './silent-key-loss.js';

const FILE = fileURLToPath(new URL('../../examples/silent-key-loss.json', import.meta.url));

it('the bundled example is what the builder makes (`npx vitest run silent-key-loss -u` writes it)', async () => {
  await expect(saveAccount(silentKeyLoss())).toMatchFileSnapshot(FILE);
});
