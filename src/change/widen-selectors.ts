import type { AdvancedEventSelector, EventSelector, EventSelectors } from '../account/answers.js';

/** Selectors that select more than they did, and what more, in words: `the management events of kms.amazonaws.com`. */
export interface Widened {
  readonly selectors: EventSelectors;
  readonly turnedOn: readonly string[];
}

/** One thing that keeps management events out: a source that is left out, or that only writes or only reads are recorded. */
interface Obstacle {
  readonly turnedOn: string;
  readonly remove: (selectors: EventSelectors) => EventSelectors;
}

/**
 * The selectors without what is in the way of management events, and with all else that they leave out: of what may be given back
 * without need (`isEnough` of the rest), the most is given back. Null: to take it away is not enough, or there is nothing of the kind.
 */
export function widened(selectors: EventSelectors, isEnough: (selectors: EventSelectors) => boolean): Widened | null {
  const all = obstaclesIn(selectors);
  const without = (gone: readonly Obstacle[]) => gone.reduce((rest, { remove }) => remove(rest), selectors);
  if (all.length === 0 || !isEnough(without(all))) return null;
  let gone = all;
  for (const obstacle of all) {
    const fewer = gone.filter((one) => one !== obstacle);
    if (isEnough(without(fewer))) gone = fewer;
  }
  return { selectors: without(gone), turnedOn: [...new Set(gone.map(({ turnedOn }) => turnedOn))] };
}

/** Those first of which most events are expected: they are given back first. */
function obstaclesIn({ EventSelectors: basic = [], AdvancedEventSelectors: advanced = [] }: EventSelectors) {
  return advanced.length > 0 ? advanced.flatMap(ofAdvanced) : basic.flatMap(ofBasic);
}

const OF_KIND: Readonly<Record<string, string>> = {
  WriteOnly: 'management events that only read',
  ReadOnly: 'management events that write',
};

function ofBasic(selector: EventSelector & { readonly DataResources?: unknown }, index: number): readonly Obstacle[] {
  if (selector.IncludeManagementEvents === false) return [];
  const altering = (alter: (one: EventSelector) => EventSelector) => (selectors: EventSelectors) => ({
    ...selectors,
    EventSelectors: (selectors.EventSelectors ?? []).map((one, at) => (at === index ? alter(one) : one)),
  });
  const { ReadWriteType = 'All', ExcludeManagementEventSources: left = [], DataResources: data } = selector;
  const kind = OF_KIND[ReadWriteType];
  // ReadWriteType speaks of data events as well.
  const hasData = Array.isArray(data) && data.length > 0;
  return [
    ...(kind === undefined || hasData
      ? []
      : [{ turnedOn: kind, remove: altering((one) => ({ ...one, ReadWriteType: 'All' })) }]),
    ...left.map((source) => ({
      turnedOn: `the management events of ${source}`,
      remove: altering((one) => ({
        ...one,
        ExcludeManagementEventSources: (one.ExcludeManagementEventSources ?? []).filter((other) => other !== source),
      })),
    })),
  ];
}

function ofAdvanced({ FieldSelectors = [] }: AdvancedEventSelector, index: number): readonly Obstacle[] {
  const isOfManagement = FieldSelectors.some(
    ({ Field, Equals }) => Field === 'eventCategory' && Equals?.length === 1 && Equals[0] === 'Management',
  );
  if (!isOfManagement) return [];
  type Fields = NonNullable<AdvancedEventSelector['FieldSelectors']>;
  const altering = (alter: (fields: Fields) => Fields) => (selectors: EventSelectors) => ({
    ...selectors,
    AdvancedEventSelectors: (selectors.AdvancedEventSelectors ?? []).map((one, at) =>
      at === index ? { ...one, FieldSelectors: alter(one.FieldSelectors ?? []) } : one,
    ),
  });
  return FieldSelectors.flatMap((field): readonly Obstacle[] => {
    const { Field, NotEquals = [], ...others } = field;
    if (Field === 'readOnly') {
      const kind = OF_KIND[field.Equals?.[0] === 'true' ? 'ReadOnly' : 'WriteOnly'] ?? '';
      const remove = altering((fields) => fields.filter((one) => one.Field !== 'readOnly'));
      return [{ turnedOn: kind, remove }];
    }
    if (Field !== 'eventSource' || Object.values(others).some((value) => (value?.length ?? 0) > 0)) return [];
    return NotEquals.map((source) => ({
      turnedOn: `the management events of ${source}`,
      remove: altering((fields) =>
        fields.flatMap((one) => {
          if (one.Field !== 'eventSource') return [one];
          const rest = (one.NotEquals ?? []).filter((other) => other !== source);
          return rest.length === 0 ? [] : [{ ...one, NotEquals: rest }];
        }),
      ),
    }));
  });
}
