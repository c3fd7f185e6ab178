import { canonical } from '../account/canonical.js';

/** Are they the same document, written the same way or not? */
export function sameJson(one: string, other: string): boolean {
  try {
    return JSON.stringify(canonical(JSON.parse(one))) === JSON.stringify(canonical(JSON.parse(other)));
  } catch {
    return one === other; // no JSON, so it is the text that counts
  }
}
