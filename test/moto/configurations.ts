import type { Configuration } from './configuration.js';
import { BROKEN_ALARMS } from './configurations-broken-alarms.js';
import { BROKEN_EVENTS } from './configurations-broken-events.js';
import { BROKEN_FILTERS } from './configurations-broken-filters.js';
import { BROKEN_TOPICS } from './configurations-broken-topics.js';
import { BROKEN_TRAILS } from './configurations-broken-trails.js';
import { ORGANIZATION } from './configurations-organization.js';
import { PROVED } from './configurations-proved.js';
import { UNKNOWN } from './configurations-unknown.js';

/** Accounts with known answers: what would happen if somebody lost a key, and where the event stops. */
export const CONFIGURATIONS: readonly Configuration[] = [
  ...PROVED,
  ...ORGANIZATION,
  ...BROKEN_TRAILS,
  ...BROKEN_FILTERS,
  ...BROKEN_ALARMS,
  ...BROKEN_TOPICS,
  ...BROKEN_EVENTS,
  ...UNKNOWN,
];
