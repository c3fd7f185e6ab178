/**
 * A name as it stands in a resource of a policy: an alarm may be called `*`, and a policy that names it so would be about every alarm.
 * `${*}`, `${?}` and `${$}` stand for the characters themselves, in policies of version 2012-10-17 (IAM user guide, "IAM policy
 * elements: Variables and tags", "Special characters").
 */
export function iamLiteral(name: string): string {
  return name.replace(/[*?$]/g, (special) => `\${${special}}`);
}
