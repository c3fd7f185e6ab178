import { at, type Draft } from '../../predicate/predicate.js';
import type { Field, Fields, FieldType } from './field.js';

/** Fields of flat documents, whose keys are the names: a value, or an array of values. */
export function fieldsOf(types: Readonly<Record<string, FieldType>>): Fields {
  const find = (name: string): Field | undefined =>
    Object.hasOwn(types, name)
      ? { name, type: types[name]!, some: (of: Draft) => at([{ key: name }, 'item'], of) }
      : undefined;
  return { find, names: Object.keys(types) };
}
