import type { Exception } from '../exception.js';
import { instantOf } from '../instant.js';
import type { Node } from '../node.js';
import type { Problem } from '../problem.js';
import type { Rule } from '../rule.js';
import { itemPredicate } from './exception-items.js';

/** An exception list that a rule names. */
export interface ListReference {
  readonly list: string;
  /** `agnostic` lists belong to every space of Kibana, `single` ones to one. */
  readonly namespace: string;
  readonly line: number;
}

export function listsOf(rule: Node): readonly ListReference[] {
  return rule
    .at('exceptions_list')
    .items()
    .map((entry) => ({
      list: entry.at('list_id').text() ?? '',
      namespace: namespaceOf(entry),
      line: entry.line(),
    }));
}

/** One item of a list, before it is known which rules it concerns. */
export interface ExceptionItem extends ListReference {
  readonly exception: Omit<Exception, 'rule'>;
}

/** Reads an item; null when a problem was reported. Its owner is who made it, its reason what was written about it. */
export function itemOf(node: Node, file: string): ExceptionItem | null {
  node.only(ITEM_MEMBERS);
  const predicate = itemPredicate(node);
  const id = node.at('item_id').text();
  const list = node.at('list_id').text();
  const expires = expiryOf(node.at('expire_time'));
  if (predicate === null || id === null || list === null || expires === undefined) return null;
  const line = node.line();
  const exception = { id, predicate, owner: ownerOf(node), reason: reasonOf(node), expires, origin: { file, line } };
  return { list, namespace: namespaceOf(node), line, exception };
}

const ITEM_MEMBERS = [
  '_version',
  'comments',
  'created_at',
  'created_by',
  'description',
  'entries',
  'expire_time',
  'id',
  'immutable',
  'item_id',
  'list_id',
  'meta',
  'name',
  'namespace_type',
  'os_types',
  'tags',
  'tie_breaker_id',
  'type',
  'updated_at',
  'updated_by',
];

const namespaceOf = (node: Node): string => (node.at('namespace_type').value === 'agnostic' ? 'agnostic' : 'single');

const ownerOf = (node: Node): string => {
  const { value } = node.at('created_by');
  return typeof value === 'string' && value.trim() !== '' ? value : 'unknown: the export names nobody';
};

/** Its name, description and comments, each once. */
function reasonOf(node: Node): string {
  const comments = node
    .at('comments')
    .items()
    .map((comment) => comment.at('comment').value);
  const texts = [node.at('name').value, node.at('description').value, ...comments]
    .flatMap((value) => (typeof value === 'string' ? [value.trim()] : []))
    .filter((value) => value !== '');
  return [...new Set(texts)].join('; ');
}

/** Undefined when a problem was reported. */
function expiryOf(node: Node): string | null | undefined {
  if (node.value === undefined || node.value === null || node.value === '') return null;
  const text = node.text();
  if (text === null) return undefined;
  const instant = instantOf(text);
  if (instant !== null) return instant;
  node.refuse('invalid-time', `\`${text}\` is not an instant`, 'write it as 2027-01-31T00:00:00Z');
  return undefined;
}

export interface Assigned {
  readonly exceptions: readonly Exception[];
  readonly notes: readonly Problem[];
}

/** Gives the items to the rules that name their list. What belongs to nothing here is noted. */
export function assign(
  rules: readonly { readonly rule: Rule; readonly lists: readonly ListReference[] }[],
  items: readonly ExceptionItem[],
  known: ReadonlySet<string>,
  file: string,
): Assigned {
  const notes: Problem[] = [];
  const used = new Set<ExceptionItem>();
  const exceptions = rules.flatMap(({ rule, lists }) =>
    lists.flatMap((reference) => {
      const own = items.filter(({ list, namespace }) => list === reference.list && namespace === reference.namespace);
      for (const item of own) used.add(item);
      if (own.length === 0 && !known.has(reference.list)) notes.push(missing(rule.title, reference, file));
      return own.map(({ exception }) => ({ ...exception, rule: rule.id }));
    }),
  );
  for (const item of items)
    if (!used.has(item))
      notes.push({
        code: 'unused-exception',
        message: `the exception \`${item.exception.id}\` is of the list \`${item.list}\`, which no rule of the file names`,
        file,
        line: item.line,
      });
  return { exceptions, notes };
}

export const missing = (title: string, { list, line }: ListReference, file: string): Problem => ({
  code: 'no-exceptions',
  message: `\`${title}\`: its exception list \`${list}\` is not in the file`,
  file,
  line,
  help: 'export the rule from Kibana with its exceptions',
});
