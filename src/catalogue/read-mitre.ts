import type { Node } from './node.js';
import { isMapping } from './node.js';
import type { Mitre } from './rule.js';

/** `{ tactic: { id, name }, techniques: [{ id, name }] }`, of MITRE ATT&CK. */
export function readMitre(node: Node): Mitre {
  if (!isMapping(node.value)) node.refuse('not-a-mapping', 'write tactic: { id, name } and techniques: [{ id, name }]');
  node.only(['tactic', 'techniques']);
  return {
    tactic: named(node.at('tactic'), /^TA\d{4}$/, 'a tactic', 'TA0040'),
    techniques: node
      .at('techniques')
      .items()
      .map((technique) => named(technique, /^T\d{4}(\.\d{3})?$/, 'a technique', 'T1485')),
  };
}

function named(
  node: Node,
  form: RegExp,
  what: string,
  example: string,
): { readonly id: string; readonly name: string } {
  node.only(['id', 'name']);
  const id = node.at('id').text() ?? '';
  if (id !== '' && !form.test(id))
    node.at('id').refuse('invalid-id', `\`${id}\` is not the id of ${what}`, `write ${example}`);
  return { id, name: node.at('name').text() ?? '' };
}
