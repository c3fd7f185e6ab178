import { isMapping, type Node, nodeAt } from '../node.js';
import type { Problem } from '../problem.js';
import type { Rule } from '../rule.js';
import type { RuleFile } from '../rule-file.js';
import { assign, type ExceptionItem, itemOf, type ListReference, listsOf } from './exception-lists.js';
import { named } from './named.js';
import { parseElasticRule } from './parse-elastic-rule.js';

/**
 * Reads rules as Kibana exports them: JSON, one object a line: rules, exception lists and their items, connectors, and at the end the
 * export's own summary. A line that says the same as an earlier one is read once.
 */
export function parseNdjson(text: string, file: string): RuleFile {
  const problems: Problem[] = [];
  const notes: Problem[] = [];
  const rules: { readonly rule: Rule; readonly lists: readonly ListReference[] }[] = [];
  const items: ExceptionItem[] = [];
  const lists = new Set<string>();
  const seen = new Set<string>();
  text.split('\n').forEach((raw, index) => {
    const content = raw.trim();
    if (content === '' || seen.has(content)) return;
    seen.add(content);
    const found: Problem[] = [];
    const node = lineOf(content, file, index + 1, found);
    switch (node && kindOf(node)) {
      case null:
      case 'summary':
      case 'connector':
        break;
      case 'rule': {
        const read = parseElasticRule(node!, file);
        notes.push(...named(node!, read.notes));
        if (read.rule && found.length === 0) rules.push({ rule: read.rule, lists: listsOf(node!) });
        break;
      }
      case 'list':
        lists.add(node!.at('list_id').text() ?? '');
        break;
      case 'item': {
        const item = itemOf(node!, file);
        if (item && found.length === 0) items.push(item);
        break;
      }
      default:
        node!.refuse(
          'not-a-rule',
          'this line is neither a rule nor an exception',
          'export the rules from Kibana as NDJSON',
        );
    }
    problems.push(...(node ? named(node, found) : found));
  });
  if (rules.length + items.length + problems.length + notes.length === 0)
    problems.push({ code: 'no-rules', message: 'the file holds no rule', file, line: 1 });
  const assigned = assign(rules, items, lists, file);
  return {
    rules: rules.map(({ rule }) => rule),
    exceptions: assigned.exceptions,
    problems,
    notes: [...notes, ...assigned.notes],
  };
}

function lineOf(content: string, file: string, line: number, problems: Problem[]): Node | null {
  try {
    const value: unknown = JSON.parse(content);
    if (isMapping(value)) return nodeAt({ file, problems, lineOf: () => line }, value);
    problems.push({ code: 'invalid-json', message: 'this line is no JSON object', file, line });
  } catch {
    const help =
      content === '[' || content === '{' ? 'each rule is one line: export it from Kibana as NDJSON' : undefined;
    problems.push({ code: 'invalid-json', message: 'this line is not JSON', file, line, ...(help ? { help } : {}) });
  }
  return null;
}

type LineKind = 'rule' | 'list' | 'item' | 'connector' | 'summary' | 'other';

function kindOf(node: Node): LineKind {
  if (node.has('rule_id') || node.has('risk_score')) return 'rule';
  if (node.has('entries')) return 'item';
  if (node.has('list_id')) return 'list';
  if (node.has('attributes')) return 'connector';
  return ['exported_count', 'exported_rules_count', 'exported_exception_list_count'].some((key) => node.has(key))
    ? 'summary'
    : 'other';
}
