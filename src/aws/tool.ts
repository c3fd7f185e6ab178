import { readFileSync } from 'node:fs';
import type { Account } from '../account/account.js';

/** Name and version of this program, from the package that it was installed as. */
export function tool(): Account['tool'] {
  const text = readFileSync(new URL('../../package.json', import.meta.url), 'utf8');
  const { version } = JSON.parse(text) as { readonly version: string };
  return { name: 'trailproof', version };
}
