import { bound } from '../predicate/bound.js';
import { holdsOfEveryEvent } from './every-event.js';
import type { Exception } from './exception.js';
import { instantOf } from './instant.js';
import { nearest } from './nearest.js';
import { isMapping, type Node } from './node.js';
import type { Problem } from './problem.js';
import { draftOf, languageOf } from './read-query.js';
import type { Rule } from './rule.js';
import { readYaml } from './yaml-reader.js';

const KEYS = ['id', 'rule', 'language', 'query', 'owner', 'reason', 'expires'];

/** For every rule that may be excepted. */
const ALL = 'all';

export interface ParsedExceptions {
  readonly exceptions: readonly Exception[];
  readonly problems: readonly Problem[];
}

/**
 * Reads a file of exceptions: a YAML list, each with a rule's id (or `all`), a query, an owner, a reason and the instant or the date (its
 * first moment, in UTC) from which on it no longer applies. One with a problem is not among them.
 */
export function parseExceptions(text: string, file: string, rules: readonly Rule[]): ParsedExceptions {
  const { root, problems } = readYaml(text, file);
  if (problems.length === 0 && root.value !== null && !Array.isArray(root.value))
    root.refuse('not-a-list', 'this is not a list of exceptions', `each is a mapping with ${KEYS.join(', ')}`);
  const ids = new Set<string>();
  const exceptions = root.items().flatMap((node) => {
    const before = problems.length;
    const exception = exceptionOf(node, rules, file);
    if (ids.has(exception?.id ?? '')) node.at('id').refuse('id-taken', `the id \`${exception?.id}\` is given twice`);
    ids.add(exception?.id ?? '');
    return exception && problems.length === before ? [exception] : [];
  });
  return { exceptions, problems };
}

function exceptionOf(node: Node, rules: readonly Rule[], file: string): Exception | null {
  if (!isMapping(node.value))
    return node.refuse('not-an-exception', 'this is not an exception', `it is a mapping with ${KEYS.join(', ')}`);
  node.only(KEYS);
  const id = node.at('id').text();
  const rule = ruleOf(node.at('rule'), rules);
  const owner = node.at('owner').text();
  const reason = node.at('reason').text();
  const expires = expiryOf(node.at('expires'));
  const predicate = predicateOf(node);
  if (id === null || rule === undefined || owner === null || reason === null || expires === null || predicate === null)
    return null;
  return { id, rule, predicate, owner, reason: reason.trim(), expires, origin: { file, line: node.line() } };
}

/** Null: all of them. Undefined when a problem was reported. */
function ruleOf(node: Node, rules: readonly Rule[]): string | null | undefined {
  const id = node.text();
  if (id === null) return undefined;
  if (id === ALL) return null;
  const rule = rules.find((candidate) => candidate.id === id);
  if (!rule) {
    const meant = nearest(id, [ALL, ...rules.map((candidate) => candidate.id)]);
    node.refuse(
      'unknown-rule',
      `unknown rule \`${id}\``,
      meant ? `did you mean \`${meant}\`?` : '`trailproof rules list` shows them',
    );
  } else if (!rule.mayBeExcepted)
    node.refuse(
      'not-excepted',
      `\`${id}\` cannot be excepted: what it reports has a deadline, and a silence would use it up`,
      'leave the alert, and close it when it was expected',
    );
  return rule?.mayBeExcepted ? id : undefined;
}

function expiryOf(node: Node): string | null {
  const text = node.text();
  if (text === null) return null;
  return (
    instantOf(text) ??
    node.refuse(
      'invalid-time',
      `\`${text}\` is not a date or an instant`,
      'write it as 2027-01-31, or as 2027-01-31T12:00:00Z',
    )
  );
}

/** The narrower reading of what is doubtful: an exception too few is seen. One of every event would silence the rule. */
function predicateOf(node: Node): Exception['predicate'] | null {
  const language = languageOf(node.at('language'));
  const query = node.at('query');
  const text = query.text();
  if (language === null || text === null) return null;
  const read = draftOf(language, text.trim());
  if (!read.ok) return query.refuse(read.code, read.message, read.help);
  const predicate = bound(read.draft, 'must');
  if (holdsOfEveryEvent(predicate))
    return query.refuse('every-event', 'the query matches every event', 'say which events are expected');
  return predicate;
}
