import { parse, TomlError } from 'smol-toml';
import { isMapping, nodeAt } from '../node.js';
import type { Problem } from '../problem.js';
import type { RuleFile } from '../rule-file.js';
import { listsOf, missing } from './exception-lists.js';
import { METADATA } from './members.js';
import { named } from './named.js';
import { parseElasticRule } from './parse-elastic-rule.js';
import { tomlLines } from './toml-lines.js';

/** Reads a rule as Elastic publishes it: one TOML file with the tables `metadata` and `rule`. */
export function parseToml(text: string, file: string): RuleFile {
  const problems: Problem[] = [];
  const value = read(text, file, problems);
  if (value === null) return { rules: [], exceptions: [], problems, notes: [] };
  const root = nodeAt({ file, problems, lineOf: tomlLines(text) }, value);
  if (!isMapping(root.at('rule').value)) {
    root.refuse('not-a-rule', 'this is not a rule of Elastic’s', 'its file has the tables [metadata] and [rule]');
    return { rules: [], exceptions: [], problems, notes: [] };
  }
  // [transform] fills its guide with forms of Kibana's own, which the note says in words too.
  root.only(['metadata', 'rule', 'transform']);
  if (root.has('metadata')) root.at('metadata').only(METADATA);
  const node = root.at('rule');
  const { rule, notes } = parseElasticRule(node, file);
  const all = [...notes];
  if (root.at('metadata').at('maturity').value === 'deprecated')
    all.push({
      code: 'deprecated',
      message: 'it is deprecated',
      file,
      line: root.at('metadata').at('maturity').line(),
    });
  return {
    rules: rule && problems.length === 0 ? [rule] : [],
    exceptions: [],
    problems: named(node, problems),
    notes: [...named(node, all), ...(rule ? listsOf(node).map((list) => missing(rule.title, list, file)) : [])],
  };
}

function read(text: string, file: string, problems: Problem[]): unknown {
  try {
    return parse(text);
  } catch (error) {
    if (!(error instanceof TomlError)) throw error;
    const [first = ''] = error.message.replace(/^Invalid TOML document: /, '').split('\n');
    problems.push({ code: 'invalid-toml', message: `not TOML: ${first}`, file, line: error.line });
    return null;
  }
}
