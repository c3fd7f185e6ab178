import type { Emitter } from './emission.js';
import { scriptFile } from './script.js';

/** The whole plan as one script. */
export const awsCli: Emitter = (plan, options) => {
  const notes = [
    plan.changes.length === 0 ? 'Nothing is to be changed.' : 'It can be run again: what is there already stays.',
  ];
  return { files: [scriptFile('trailproof-fix', { plan, changes: plan.changes, notes }, options)], beside: [] };
};
