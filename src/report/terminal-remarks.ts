import type { ControlResult, Unread } from '../chain/result.js';
import type { Page } from './page.js';
import { listWords, sentence, unique } from './words.js';

/** What is worth knowing beside the findings, each thing said once, with the controls that it concerns. */
export function drawRemarks(page: Page, results: readonly ControlResult[]): void {
  const blind = unique(results.flatMap(({ blindSpots }) => blindSpots));
  const others = unique(results.flatMap(({ otherConsumers }) => otherConsumers));
  const notes = new Map<string, string[]>();
  for (const { control, notes: texts } of results)
    for (const text of texts) notes.set(text, [...(notes.get(text) ?? []), control]);
  if (blind.length + others.length + notes.size === 0) return;
  page.gap();
  page.line(page.palette.strong('Worth knowing'));
  for (const [text, controls] of notes) {
    const whose = controls.length === results.length && controls.length > 1 ? '' : `${listWords(controls, 3)}: `;
    page.labelled('  · ', whose === '' ? sentence(text) : `${whose}${text}`);
  }
  if (blind.length > 0) {
    page.labelled('  · ', 'Blind spots: the path itself depends on these keys, so it cannot report their own loss:');
    const most = page.verbose ? blind.length : 5;
    for (const key of blind.slice(0, most)) page.labelled('      ', key);
    if (blind.length > most) page.labelled('      ', `and ${blind.length - most} more`);
  }
  for (const text of others) page.labelled('  · ', `Also reads these events: ${text}`);
}

/** What could not be read, folded over Regions, with the permission that would allow it. */
export function drawUnread(page: Page, unread: readonly Unread[], several: boolean): void {
  if (unread.length === 0) return;
  const groups = new Map<string, { first: Unread; regions: string[] }>();
  for (const item of unread) {
    const key = JSON.stringify([item.account, item.operation, item.error, item.permission]);
    const group = groups.get(key);
    if (group) group.regions.push(item.region);
    else groups.set(key, { first: item, regions: [item.region] });
  }
  page.rule('not read');
  for (const { first, regions } of groups.values()) {
    const where = listWords(
      unique(regions).filter((region) => region !== ''),
      page.verbose ? undefined : 4,
    );
    const account = several ? ` of ${first.account}` : '';
    page.labelled(
      '? ',
      `${first.operation}${where === '' ? '' : ` in ${where}`}${account}`,
      page.palette.plain,
      page.palette.unsure,
    );
    page.labelled('    ', first.error, page.palette.quiet);
  }
  const permissions = unique(unread.map(({ permission }) => permission).filter((permission) => permission !== ''));
  if (permissions.length === 0) return;
  page.gap();
  page.labelled('  To read them, allow: ', permissions.join(', '));
  page.labelled('  ', '`trailproof permissions audit` prints the whole policy.', page.palette.quiet);
}

/** Operations that the endpoint lacks are no failure, but whoever reads the verdict should know what it rests on. */
export function drawUnsupported(page: Page, unsupported: readonly Unread[]): void {
  const operations = unique(unsupported.map(({ operation }) => operation));
  if (operations.length === 0) return;
  page.gap();
  page.labelled(
    '  ',
    `The endpoint does not know ${listWords(operations)}: taken as "nothing of that kind here".`,
    page.palette.quiet,
  );
}
