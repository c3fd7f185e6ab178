import { all, any, at, between, type Draft, not, type Step, TRUE, type } from '../../predicate/predicate.js';
import type { JsonCondition, JsonTest, Selector } from './pattern.js';
import { WILDCARD_NOT_EQUAL, WILDCARD_NOT_EXISTS } from './reasons.js';
import { valueDraft } from './value-draft.js';

/** The JSON documents of which the condition of a JSON pattern is true. */
export function jsonDraft(condition: JsonCondition): Draft {
  switch (condition.kind) {
    case 'and':
      return all(...condition.of.map(jsonDraft));
    case 'or':
      return any(...condition.of.map(jsonDraft));
    case 'compare':
    case 'is':
    case 'not-exists':
      return testDraft(condition);
  }
}

function testDraft(test: JsonTest): Draft {
  const { selector } = test;
  const path: readonly Step[] = selector;
  switch (test.kind) {
    case 'is':
      return at(path, type(test.what === 'NULL' ? 'null' : test.what === 'TRUE' ? 'true' : 'false'));
    case 'not-exists': {
      const wild = wildcardAt(selector);
      return wild < 0 ? not(at(path, TRUE)) : wildcardNotExists(path.slice(0, wild + 1), path.slice(wild + 1));
    }
    case 'compare': {
      const wild = wildcardAt(selector);
      if (test.op !== '!=' || wild < 0) return at(path, valueDraft(test));
      return wildcardUnequal(path, wild, valueDraft(test), valueDraft({ kind: 'compare', op: '=', value: test.value }));
    }
  }
}

const wildcardAt = (selector: Selector): number => selector.findIndex((step) => step === 'element' || step === 'field');

/** Certain: something was reached, and nothing of it has the rest. Possible: one of them lacks it, or there is none. */
function wildcardNotExists(upTo: readonly Step[], rest: readonly Step[]): Draft {
  const lacking = not(at(rest, TRUE));
  const none = not(at([...upTo, ...rest], TRUE));
  return between(all(at(upTo, TRUE), none), any(at(upTo, lacking), none), WILDCARD_NOT_EXISTS);
}

/** Certain: one value differs and none is equal. Possible: one differs, or the container is there and none is equal. */
function wildcardUnequal(path: readonly Step[], wild: number, unequal: Draft, equal: Draft): Draft {
  const differs = at(path, unequal);
  const noneEqual = not(at(path, equal));
  return between(
    all(differs, noneEqual),
    any(differs, all(at(path.slice(0, wild), TRUE), noneEqual)),
    WILDCARD_NOT_EQUAL,
  );
}
