import { isArray, isObject, type Json } from '../predicate/json.js';
import type { KnownFields } from './known-fields.js';

/** The paths of the fields of a value that no documentation names, at most five. */
export function undocumentedFields(value: Json, known: KnownFields): readonly string[] {
  const found: string[] = [];
  const visit = (part: Json, at: KnownFields, path: string): void => {
    if (at.open || found.length >= 5) return;
    if (isObject(part)) {
      for (const [key, child] of Object.entries(part)) {
        const next = at.keys && Object.hasOwn(at.keys, key) ? at.keys[key] : undefined;
        const name = path === '' ? key : `${path}.${key}`;
        if (next) visit(child, next, name);
        else found.push(name);
      }
    } else if (isArray(part)) {
      part.forEach((child, index) => {
        if (at.element) visit(child, at.element, `${path}[${index}]`);
        else found.push(`${path}[${index}]`);
      });
    }
  };
  visit(value, known, '');
  return found.slice(0, 5);
}
