import type { Plan } from '../change.js';
import type { Emitter } from './emission.js';
import { scriptFile } from './script.js';

/** The whole plan as one script. */
export const awsCli: Emitter = (plan, options) => {
  const script = { plan, changes: plan.changes, notes: repeatNotes(plan) };
  return { files: [scriptFile('trailproof-fix', script, options)], beside: [] };
};

/** A script finds a key by its alias: to look through all keys of a Region, as `--apply` does, would take it minutes. */
function repeatNotes({ changes }: Plan): readonly string[] {
  if (changes.length === 0) return ['Nothing is to be changed.'];
  const again = 'It can be run again: what is there already stays.';
  const makesKey = changes.some(({ step }) => step.operation === 'kms:CreateKey');
  return makesKey
    ? [again, 'Stopped after a key and before its alias, it makes another key: delete the first one.']
    : [again];
}
