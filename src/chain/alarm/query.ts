import type { MetricAlarm } from '../../account/answers.js';
import type { Publication } from './publication.js';

/**
 * The query by which an alarm finds its metrics while it is evaluated (Metrics Insights, PromQL), if it may find this one; null for an
 * alarm that names its metrics one by one, and for a query that plainly names another metric or namespace. No query is evaluated here.
 */
export function queryFor(alarm: MetricAlarm, publication: Publication): string | null {
  if (alarm.MetricName !== undefined) return null;
  const { account } = publication;
  const queries = (alarm.Metrics ?? []).flatMap(({ AccountId, Expression }) =>
    Expression !== undefined && isQuery(Expression) && (AccountId ?? account) === account ? [Expression] : [],
  );
  const insights = queries.find((query) => mayFind(query, publication));
  if (insights !== undefined) return insights;
  if ((alarm.Metrics ?? []).length > 0 || alarm.EvaluationCriteria === undefined) return null;
  const written = promQl(alarm.EvaluationCriteria);
  if (written === null) return JSON.stringify(alarm.EvaluationCriteria);
  return mayAsk(written, publication) ? written : null;
}

const isQuery = (expression: string): boolean => /^\s*SELECT\b|\bSEARCH\s*\(/i.test(expression);

const NAME = String.raw`(?:"([^"]*)"|([\w.-]+))`;
const SELECT = new RegExp(
  String.raw`^\s*SELECT\s+\w+\s*\(\s*${NAME}\s*\)\s+FROM\s+(?:SCHEMA\s*\(\s*(?:"([^"]*)"|([^\s",()]+))|"([^"]*)"|([^\s",()]+))`,
  'i',
);

/** `SELECT SUM(Name) FROM "Namespace"`, or `FROM SCHEMA("Namespace", …)` (user guide, "Metrics Insights query components and syntax"). */
function mayFind(query: string, { transformation: { metricName, metricNamespace } }: Publication): boolean {
  const found = SELECT.exec(query);
  if (!found) return true;
  const [name, namespace] = [found.slice(1, 3), found.slice(3, 7)].map((parts) =>
    parts.find((part) => part !== undefined),
  );
  return name === metricName && namespace === metricNamespace;
}

function promQl(criteria: unknown): string | null {
  if (typeof criteria !== 'object' || criteria === null) return null;
  const [only, ...more] = Object.values(criteria) as readonly unknown[];
  if (more.length > 0 || typeof only !== 'object' || only === null || !('Query' in only)) return null;
  return typeof only.Query === 'string' ? only.Query : null;
}

/** A query that names the metric nowhere, and selects by no pattern, asks for others. */
function mayAsk(query: string, { transformation: { metricName } }: Publication): boolean {
  return metricName === undefined || query.includes(metricName) || /=~|!~|!=/.test(query);
}
