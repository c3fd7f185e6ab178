import { NOT_DESCRIBED } from '../keys/key.js';
import type { KeyReport } from '../keys/keys-report.js';
import { recentPolicyChanges } from '../keys/past.js';
import type { Reported } from '../keys/reported.js';
import { deedWords, keyName, recoverCommand, stateWords } from './key-words.js';
import type { Page } from './page.js';
import { countWords, listWords, timeWords, unique } from './words.js';

/** Columns that a label takes. */
const LABEL = 13;
/** The most grants and uses that are named; the rest is counted. */
const NAMED = 5;

/** Everything that somebody needs who must decide about the key. */
export function drawKeyInFull(page: Page, key: KeyReport): void {
  const { palette } = page;
  const paint = key.danger === 'pending' ? palette.bad : key.danger === null ? palette.good : palette.unsure;
  page.labelled('● ', keyName(key), palette.strong, paint);
  const row = (label: string, text: string | null) => {
    if (text !== null && text !== '') page.labelled(`  ${label}`.padEnd(LABEL), text);
  };
  page.labelled('  ', key.arn, palette.quiet);
  if (key.description !== '') row('says', key.description);
  row('state', stateWords(key, key.daysLeft));
  drawPast(row, key);
  row('kind', kindWords(key));
  row('aliases', key.aliases === null ? 'not read' : listWords(key.aliases));
  row('grants', grantsWords(key));
  row('last used', lastUseWords(key));
  row('used for', usesWords(key));
  row('its loss', REPORTED[key.reported]);
  row('recover', recoverWords(key));
}

function drawPast(row: (label: string, text: string | null) => void, { danger, past, created }: KeyReport): void {
  if (danger === null) {
    row('created', created === null ? null : timeWords(created));
    return;
  }
  if (past === null) {
    row('past', 'not known: the event history could not be read');
    return;
  }
  const { scheduled, disabledBefore, takenBack } = past;
  if (danger === 'pending')
    row(
      'scheduled',
      scheduled ? `by ${deedWords(scheduled)}` : 'not known by whom: the event history does not tell, or not yet',
    );
  if (takenBack)
    row('cancelled', takenBack.cancel ? `by ${deedWords(takenBack.cancel)}` : 'just now; not in the event history yet');
  if (disabledBefore) row('disabled', `by ${deedWords(disabledBefore)}`);
  const at = (scheduled ?? takenBack?.schedule)?.time;
  for (const deed of recentPolicyChanges(past))
    row(
      'policy',
      `changed ${at === undefined ? '' : deed.time < at ? 'shortly before ' : 'since '}by ${deedWords(deed)}`,
    );
}

function kindWords({ spec, usage, origin, customKeyStore, multiRegion, rotation, materialExpires, arn }: KeyReport) {
  const copies = multiRegion
    ? unique(
        [multiRegion.primary, ...multiRegion.replicas]
          .filter((one) => one !== arn)
          .map((one) => one.split(':')[3] ?? one),
      )
    : [];
  return [
    spec,
    usage,
    origin === '' ? null : `origin ${origin}`,
    customKeyStore === null ? null : `key store ${customKeyStore}`,
    materialExpires === null ? null : `its material expires on ${timeWords(materialExpires)}`,
    multiRegion
      ? `multi-Region ${multiRegion.isPrimary ? 'primary' : 'replica'}${copies.length > 0 ? `, also in ${listWords(copies)}` : ''}`
      : null,
    rotation === null
      ? null
      : rotation.isEnabled
        ? `rotated every ${countWords(rotation.periodInDays ?? 365, 'day')}`
        : 'not rotated',
  ]
    .filter((part) => part !== null && part !== '')
    .join(' · ');
}

function grantsWords({ grants }: KeyReport): string {
  if (grants === null) return 'not read';
  if (grants.length === 0) return 'none';
  const named = grants.map(({ grantee, operations, encryptionContext }) => {
    const context = contextWords(encryptionContext);
    return `${grantee} (${listWords(operations, 4)}${context === '' ? '' : `; ${context}`})`;
  });
  return `${grants.length}: ${listWords(unique(named), NAMED)}`;
}

function lastUseWords({ lastUse }: KeyReport): string {
  if (lastUse === null) return 'not known';
  if (lastUse.time === null)
    return lastUse.since === null
      ? 'never, as far as KMS has kept count'
      : `not since ${timeWords(lastUse.since)}, when KMS began to keep count`;
  return `${timeWords(lastUse.time)}${lastUse.operation === null ? '' : `, ${lastUse.operation}`}`;
}

function usesWords({ uses }: KeyReport): string | null {
  if (uses === null) return null;
  if (uses.length === 0) return 'nothing in these logs';
  return listWords(
    uses.map(({ name, encryptionContext, principal, count, last }) => {
      const what = contextWords(encryptionContext);
      return `${name} ×${count}${what === '' ? '' : ` for ${what}`}${principal === null ? '' : ` by ${principal}`}, last ${timeWords(last)}`;
    }),
    NAMED,
  );
}

const contextWords = (context: Readonly<Record<string, string>>): string =>
  Object.entries(context)
    .map(([name, value]) => `${name}=${value}`)
    .join(', ');

const REPORTED = {
  proved: 'would be reported, as is proved for its Region',
  broken: 'would not be reported in every case: `trailproof audit --control kms-key-loss`',
  unknown: 'whether it would be reported is not known: `trailproof audit --control kms-key-loss`',
  'blind-spot': 'a blind spot: what would report it needs this key itself',
} as const satisfies Record<Reported, string>;

function recoverWords(key: KeyReport): string | null {
  const { danger, state, keyId, customKeyStore } = key;
  if (state === NOT_DESCRIBED) return recoverCommand(key);
  if (danger === 'pending' || state === 'Disabled') return `trailproof recover ${keyId}`;
  if (state === 'PendingImport') return 'import the same key material again (aws kms import-key-material)';
  if (state === 'Unavailable')
    return `connect its key store ${customKeyStore ?? ''} again (aws kms connect-custom-key-store)`;
  return null;
}
