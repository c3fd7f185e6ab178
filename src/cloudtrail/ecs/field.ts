import type { Field, FieldType } from '../../languages/kql/field.js';
import { foldAll, foldAny } from '../../predicate/fold.js';
import type { Json } from '../../predicate/json.js';
import { all, any, at, type Draft, not, type Predicate } from '../../predicate/predicate.js';
import { has, keys, valueAt } from './dropped.js';
import { type EcsEvent, elementsOf, scalarsOf } from './ecs-event.js';
import { constantIn } from './holds.js';

/** A field of the ECS view, said twice: as a predicate on the event, and as the values that one event has in it. */
export interface EcsField extends Field {
  /** The values in a document of this event, in the order of Elastic's; none when the field is missing. */
  readonly values: Values;
  /** A document holds it as an array even when there is one value. */
  readonly many?: true;
  /** A keyword of more characters is in the document and not in the index: no query finds it. Of fields that can well be longer. */
  readonly ignoreAbove?: number;
}

export type Values = (event: EcsEvent) => readonly Json[];

/** A member of the record under another name. */
export function renamed(name: string, ...path: readonly string[]): EcsField {
  return {
    name,
    type: 'keyword',
    some: (of) => valueAt(path, of),
    values: ({ kept }) => scalarsOf(kept, path),
  };
}

/** A member of the record, in the events of which something holds. */
export interface Source {
  readonly path: readonly string[];
  readonly when?: Predicate;
}

/** The value of the first source that is there, among those whose condition is met. */
export function firstOf(name: string, sources: readonly Source[], values: Values): EcsField {
  const present = sources.map(({ path, when }) => (when ? all(when, has(...path)) : has(...path)));
  return {
    name,
    type: 'keyword',
    some: (of) =>
      any(
        ...sources.map(({ path, when }, index) =>
          all<Draft>(
            ...(when ? [when] : []),
            ...present.slice(0, index).map((earlier) => not(earlier)),
            valueAt(path, of),
          ),
        ),
      ),
    values,
  };
}

/** The same value in every document. */
export function constant(name: string, value: string): EcsField {
  return { name, type: 'keyword', some: (of) => constantIn(of, value), values: () => [value] };
}

/** One of a few known values, each with the events that have it. Whether `of` holds the value is decided here, once. */
export function oneOf(
  name: string,
  type: FieldType,
  cases: readonly (readonly [value: Json, events: Predicate])[],
  values: Values,
): EcsField {
  return { name, type, some: (of) => among(cases, of), values };
}

export function among(cases: readonly (readonly [value: Json, events: Predicate])[], of: Draft): Draft {
  return foldAny(cases.map(([value, events]) => foldAll([constantIn(of, value), events])));
}

/** A field that has to be computed: opaque to the solver, and to the search for literals. */
export function derived(
  name: string,
  type: FieldType,
  values: Values,
  more: Pick<EcsField, 'many' | 'ignoreAbove'> = {},
): EcsField {
  return { name, type, some: (of) => computed(name, of), values, ...more };
}

/** Some value that `derive` gives for the field is in `of`. */
export const computed = (name: string, of: Draft): Draft => at<Draft>([{ derived: name }, 'element'], of);

/** A member of each object in an array, or another where it lacks that one. */
export function ofElements(name: string, path: readonly string[], member: string, otherwise?: string): EcsField {
  return {
    name,
    type: 'keyword',
    some: (of) => {
      const own = valueAt([member], of);
      const value =
        otherwise === undefined ? own : any<Draft>(own, all<Draft>(not(has(member)), valueAt([otherwise], of)));
      return at<Draft>([...keys(path), 'element'], value);
    },
    values: ({ kept }) =>
      elementsOf(kept, path).flatMap((item) => {
        const own = scalarsOf(item, [member]);
        return own.length > 0 || otherwise === undefined ? own : scalarsOf(item, [otherwise]);
      }),
    many: true,
  };
}
