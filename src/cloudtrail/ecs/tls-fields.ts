import { all, at, type Draft, is, not, type Predicate } from '../../predicate/predicate.js';
import { valueAt } from './dropped.js';
import { type EcsEvent, scalarsOf, stringOf } from './ecs-event.js';
import { derived, type EcsField } from './field.js';

const VERSION = ['tlsDetails', 'tlsVersion'];

/** Some records hold the member's own name for its value; the pipeline takes no part of `tlsDetails` then. */
const PLACEHOLDER: Predicate = at(VERSION, is('tlsVersion'));
const isPlaceholder = ({ kept }: EcsEvent): boolean => stringOf(kept, VERSION) === 'tlsVersion';

/** `TLSv1.3` is the protocol `tls` and the version `1.3`; without a `v` all of it is the version. */
function versionOf(event: EcsEvent): { readonly protocol: string; readonly version: string } | undefined {
  const written = isPlaceholder(event) ? undefined : stringOf(event.kept, VERSION);
  if (written === undefined) return undefined;
  const at = written.indexOf('v');
  if (at < 0) return { protocol: '', version: written };
  return { protocol: written.slice(0, at).toLowerCase(), version: written.slice(at + 1) };
}

const unlessEmpty = (value: string | undefined): readonly string[] =>
  value === undefined || value === '' ? [] : [value];

function detail(name: string, member: string): EcsField {
  const path = ['tlsDetails', member];
  return {
    name,
    type: 'keyword',
    some: (of) => all<Draft>(valueAt(path, of), not(PLACEHOLDER)),
    values: (event) => (isPlaceholder(event) ? [] : scalarsOf(event.kept, path)),
  };
}

export const TLS_FIELDS: readonly EcsField[] = [
  derived('tls.version', 'keyword', (event) => unlessEmpty(versionOf(event)?.version)),
  derived('tls.version_protocol', 'keyword', (event) => unlessEmpty(versionOf(event)?.protocol)),
  detail('tls.cipher', 'cipherSuite'),
  detail('tls.client.server_name', 'clientProvidedHostHeader'),
];
