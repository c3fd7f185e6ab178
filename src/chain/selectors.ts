import type {
  AdvancedEventSelector,
  AdvancedFieldSelector,
  EventSelector,
  EventSelectors,
  Trail,
} from '../account/answers.js';
import type { ResourceKind } from '../account/unknown-members.js';
import { all, any, at, between, type Draft, exists, FALSE, is, not, TRUE, text, type } from '../predicate/predicate.js';
import { endsWith, literal, startsWith, type Text } from '../predicate/text.js';
import { READS_ONLY, WRITES } from './read-only.js';
import { settingsInDoubt } from './unknown-settings.js';

/** Which events a trail's selectors select, and how that reads in words. */
export interface Selection {
  readonly passes: Draft;
  readonly because: string;
}

/**
 * The events that a trail's selectors select: any of them, basic or advanced (CloudTrail keeps one kind only). A trail that
 * nobody gave selectors records all management events and nothing else (CloudTrail user guide, "Logging management events").
 */
export function selectionOf(selectors: EventSelectors, trail: Trail): Selection {
  const advanced = selectors.AdvancedEventSelectors ?? [];
  const basic = selectors.EventSelectors ?? [];
  if (advanced.length > 0 && basic.length > 0) {
    const [byAdvanced, byBasic] = [any(...advanced.map(advancedSelects)), any(...basic.map(basicSelects))];
    const message = 'it has basic and advanced event selectors, and CloudTrail keeps only one kind';
    const why = { code: 'selectors-both', message };
    return { passes: between(all(byAdvanced, byBasic), any(byAdvanced, byBasic), why), because: message };
  }
  if (advanced.length > 0)
    return { passes: any(...advanced.map(advancedSelects)), because: `it records what ${inWords(advanced)} selects` };
  if (basic.length > 0) return { passes: any(...basic.map(basicSelects)), because: basicInWords(basic) };
  if (trail.HasCustomEventSelectors === true)
    return {
      passes: between(FALSE, TRUE, {
        code: 'selectors-empty',
        message: 'the trail says that it has selectors of its own, and none was given',
      }),
      because: 'the trail says that it has selectors of its own, and none was given',
    };
  return { passes: MANAGEMENT, because: 'it has no selectors of its own, so it records all management events' };
}

/**
 * A management event, by its record. Records of old versions lack eventCategory and managementEvent: data events were
 * introduced with a mark, so a record without either is taken as a management event.
 */
const MANAGEMENT: Draft = any(
  at(['eventCategory'], is('Management')),
  all(not(exists('eventCategory')), not(at(['managementEvent'], type('false')))),
);

/** What one surely selects it may leave out by something that nobody here knows. */
function inDoubt(passes: Draft, kind: ResourceKind, selector: object): Draft {
  const message = settingsInDoubt(kind, selector);
  return message === null ? passes : between(FALSE, passes, { code: 'selector-unknown', message });
}

function basicSelects(selector: EventSelector): Draft {
  if (selector.IncludeManagementEvents === false) return FALSE;
  const excluded = (selector.ExcludeManagementEventSources ?? []).map((source) => not(at(['eventSource'], is(source))));
  const passes = all(MANAGEMENT, readWrite(selector.ReadWriteType ?? 'All'), ...excluded);
  return inDoubt(passes, 'event selector', selector);
}

function readWrite(kind: string): Draft {
  if (kind === 'All') return TRUE;
  if (kind === 'WriteOnly') return WRITES;
  if (kind === 'ReadOnly') return READS_ONLY;
  return between(FALSE, TRUE, {
    code: 'selector-unknown',
    message: `what an event selector of ReadWriteType \`${kind}\` selects is not known`,
  });
}

function basicInWords(selectors: readonly EventSelector[]): string {
  const parts = selectors.map((selector) => {
    if (selector.IncludeManagementEvents === false) return 'no management events';
    const kind = selector.ReadWriteType ?? 'All';
    const which =
      kind === 'WriteOnly' ? 'write' : kind === 'ReadOnly' ? 'read' : kind === 'All' ? 'all' : `\`${kind}\``;
    const excluded = selector.ExcludeManagementEventSources ?? [];
    return `${which} management events${excluded.length > 0 ? ` but those of ${excluded.join(', ')}` : ''}`;
  });
  return `it records ${[...new Set(parts)].join(', or ')}`;
}

/** `the advanced event selector (eventCategory Equals Management, eventSource NotEquals kms.amazonaws.com)`, or one of several. */
function inWords(selectors: readonly AdvancedEventSelector[]): string {
  const each = selectors.map(({ Name = '', FieldSelectors = [] }) => {
    const fields = FieldSelectors.flatMap(({ Field, ...operators }) =>
      // An operator that nobody here knows may have anything for a value.
      Object.entries(operators).map(
        ([operator, values]) => `${Field ?? '?'} ${operator} ${[values ?? []].flat().join(', ')}`,
      ),
    );
    return `${Name === '' ? '' : `\`${Name}\` `}(${fields.join('; ') || 'no fields'})`;
  });
  return `the advanced event selector ${each.join(' or ')}`;
}

/** All its field selectors must let the event pass. One without any would be refused by CloudTrail. */
function advancedSelects(selector: AdvancedEventSelector): Draft {
  const fields = selector.FieldSelectors ?? [];
  if (fields.length === 0) return between(FALSE, TRUE, UNKNOWN_FIELD('nothing'));
  const passes = all(...fields.map((field) => inDoubt(fieldPasses(field), 'field selector', field)));
  return inDoubt(passes, 'advanced event selector', selector);
}

const UNKNOWN_FIELD = (field: string) => ({
  code: 'selector-unknown',
  message: `what an advanced event selector on \`${field}\` selects among management events is not known`,
});

function fieldPasses(selector: AdvancedFieldSelector): Draft {
  switch (selector.Field) {
    case 'eventCategory':
      return categoryPasses(selector);
    case 'readOnly':
      return operators(selector, (operator, value) => {
        if (operator === 'Equals' && (value === 'true' || value === 'false'))
          return value === 'true' ? READS_ONLY : WRITES;
        return between(FALSE, TRUE, UNKNOWN_FIELD(`readOnly ${operator} ${value}`));
      });
    case 'eventSource':
    case 'eventName':
    case 'eventType': {
      const field = selector.Field;
      const passes = operators(selector, (operator, value) =>
        at([field], all(type('string'), text(like(operator, value)))),
      );
      // On trails AWS documents eventSource alone, and of it NotEquals alone, for management events.
      return field === 'eventSource' ? passes : between(FALSE, passes, UNKNOWN_FIELD(field));
    }
    default:
      return between(FALSE, TRUE, UNKNOWN_FIELD(selector.Field ?? 'nothing'));
  }
}

function categoryPasses(selector: AdvancedFieldSelector): Draft {
  return operators(selector, (operator, value) => {
    if (operator !== 'Equals') return between(FALSE, TRUE, UNKNOWN_FIELD(`eventCategory ${operator} ${value}`));
    return value === 'Management' ? MANAGEMENT : at(['eventCategory'], is(value));
  });
}

type Operator = 'Equals' | 'StartsWith' | 'EndsWith';

function like(operator: Operator, value: string): Text {
  if (operator === 'Equals') return literal(value);
  return operator === 'StartsWith' ? startsWith(value) : endsWith(value);
}

/**
 * Of the values of one operator any will do, and none of a negated one's. How several operators of one field combine is not
 * documented beyond doubt: all of them surely let an event pass, and one of those that are not negated is needed.
 */
function operators(selector: AdvancedFieldSelector, test: (operator: Operator, value: string) => Draft): Draft {
  const anyOf = (operator: Operator, values: readonly string[] | undefined): readonly Draft[] =>
    values && values.length > 0 ? [any(...values.map((value) => test(operator, value)))] : [];
  const positive = [
    ...anyOf('Equals', selector.Equals),
    ...anyOf('StartsWith', selector.StartsWith),
    ...anyOf('EndsWith', selector.EndsWith),
  ];
  const negative = [
    ...anyOf('Equals', selector.NotEquals),
    ...anyOf('StartsWith', selector.NotStartsWith),
    ...anyOf('EndsWith', selector.NotEndsWith),
  ].map((draft) => not(draft));
  const field = selector.Field ?? 'nothing';
  if (positive.length + negative.length === 0) return between(FALSE, TRUE, UNKNOWN_FIELD(field));
  const every = all(...positive, ...negative);
  if (positive.length <= 1 && (positive.length === 0 || negative.length === 0)) return every;
  return between(every, any(...positive, ...negative), {
    code: 'selector-operators',
    message: `how the several operators of an advanced event selector on \`${field}\` combine is not known`,
  });
}
