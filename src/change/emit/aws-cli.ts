import type { Plan } from '../change.js';
import type { Emitter } from './emission.js';
import { scriptFile } from './script.js';

/** The whole plan as one script. */
export const awsCli: Emitter = (plan, options) => {
  const script = { plan, changes: plan.changes, notes: repeatNotes(plan) };
  return { files: [scriptFile('trailproof-fix', script, options)], beside: [] };
};

function repeatNotes({ changes }: Plan): readonly string[] {
  if (changes.length === 0) return ['Nothing is to be changed.'];
  return [
    'It can be run again: what is there already stays. Before it replaces something, it looks whether that is as the plan saw it, and',
    'stops where somebody has changed it since.',
  ];
}
