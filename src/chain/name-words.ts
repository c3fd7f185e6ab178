/** Words that stand in the names of many controls, and so tell none of them apart. */
const COMMON = new Set([
  'changes',
  'configuration',
  'policy',
  'usage',
  'without',
  'calls',
  'api',
  'loss',
  'key',
  'console',
]);

/** What people call the filter and the alarm of a control: the words of its slug, shortened as names are. */
export function nameWordsOf(slug: string): readonly string[] {
  return slug
    .split('-')
    .filter((word) => !COMMON.has(word))
    .map((word) => word.slice(0, 6));
}

/** A name without its punctuation: `CIS-CloudTrailChanges` and `cis_cloudtrail_changes` are alike. */
export function lettersOf(name: string): string {
  return name.toLowerCase().replace(/[^a-z0-9]/g, '');
}
