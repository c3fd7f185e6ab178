import { all, at, type Draft, type Predicate, text, type } from '../../predicate/predicate.js';
import { textTest } from '../../predicate/text-test.js';
import { scalarsOf } from './ecs-event.js';
import { type EcsField, renamed } from './field.js';
import { IP_ADDRESS } from './ip-text.js';

const ADDRESS = 'sourceIPAddress';
const isAddress = textTest(IP_ADDRESS);
const addressText: Predicate = all(type('string'), text(IP_ADDRESS));

/** `source.ip` only where the whole address is one: a service's name, or `AWS Internal`, stands in `source.address` alone. */
const sourceIp: EcsField = {
  name: 'source.ip',
  type: 'ip',
  some: (of) => at<Draft>([ADDRESS], all<Draft>(addressText, of)),
  values: ({ kept }) => scalarsOf(kept, [ADDRESS]).filter((value) => typeof value === 'string' && isAddress(value)),
};

export const SOURCE_FIELDS: readonly EcsField[] = [
  renamed('source.address', ADDRESS),
  sourceIp,
  { ...sourceIp, name: 'related.ip', many: true },
  renamed('user_agent.original', 'userAgent'),
];
