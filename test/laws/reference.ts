import { isArray, isObject, type Json, numberText, numberValue, typeOf } from '../../src/predicate/json.js';
import type { Predicate, Step } from '../../src/predicate/predicate.js';
import type { Text } from '../../src/predicate/text.js';

/** The slow, obvious evaluator: the definition of each node, and nothing else. */
export function holds(predicate: Predicate, value: Json): boolean {
  switch (predicate.kind) {
    case 'all':
      return predicate.of.every((part) => holds(part, value));
    case 'any':
      return predicate.of.some((part) => holds(part, value));
    case 'not':
      return !holds(predicate.of, value);
    case 'type':
      return typeOf(value) === predicate.type;
    case 'text': {
      const text = textOf(value);
      return text !== null && ends(predicate.like, text, 0).has(text.length);
    }
    case 'number': {
      if (typeOf(value) !== 'number') return false;
      const number = numberValue(value as number);
      const { op, value: bound } = predicate;
      if (op === '<') return number < bound;
      if (op === '<=') return number <= bound;
      if (op === '>') return number > bound;
      return op === '>=' ? number >= bound : number === bound;
    }
    case 'at':
      return reached(predicate.step, value).some((child) => holds(predicate.of, child));
  }
}

function textOf(value: Json): string | null {
  if (typeof value === 'string') return value;
  return typeOf(value) === 'number' ? numberText(value as number) : null;
}

function reached(step: Step, value: Json): readonly Json[] {
  const elements = isArray(value) ? value : [];
  const fields = isObject(value) ? Object.entries(value) : [];
  if (step === 'element') return elements;
  if (step === 'field') return fields.map(([, child]) => child);
  if (step === 'item') return [value, ...elements];
  if (step === 'inside') {
    const children = [...elements, ...fields.map(([, child]) => child)];
    return children.flatMap((child) => [child, ...reached('inside', child)]);
  }
  if ('key' in step) return fields.filter(([key]) => key === step.key).map(([, child]) => child);
  if ('names' in step) return fields.map(([key]) => key);
  if ('index' in step) return elements.slice(step.index, step.index + 1);
  return [];
}

/** Where a match of the text that begins at `from` may end. */
export function ends(text: Text, value: string, from: number): ReadonlySet<number> {
  switch (text.kind) {
    case 'literal':
      return new Set(value.startsWith(text.value, from) ? [from + text.value.length] : []);
    case 'chars': {
      if (from >= value.length) return new Set();
      const unit = value.charCodeAt(from);
      return new Set(text.ranges.some(([first, last]) => first <= unit && unit <= last) ? [from + 1] : []);
    }
    case 'sequence':
      return text.of.reduce<ReadonlySet<number>>(
        (starts, part) => new Set(Array.from(starts).flatMap((start) => [...ends(part, value, start)])),
        new Set([from]),
      );
    case 'choice':
      return new Set(text.of.flatMap((part) => [...ends(part, value, from)]));
    case 'repeat': {
      let now: ReadonlySet<number> = new Set([from]);
      const all = new Set<number>(text.min === 0 ? [from] : []);
      const most = text.max ?? value.length + text.min + 1;
      for (let count = 1; count <= most && now.size > 0; count++) {
        now = new Set([...now].flatMap((start) => [...ends(text.of, value, start)]));
        if (count >= text.min) for (const end of now) all.add(end);
      }
      return all;
    }
  }
}
