/** Where events are read from, as it was named on the command line. */
export type Source =
  | { readonly kind: 'path'; readonly path: string }
  | { readonly kind: 'stdin' }
  | { readonly kind: 's3'; readonly bucket: string; readonly prefix: string }
  | { readonly kind: 'cloudwatch-logs'; readonly group: string; readonly region: string | null };

export type SourceParsed =
  | { readonly kind: 'source'; readonly source: Source }
  | { readonly kind: 'refused'; readonly message: string; readonly help: string };

/** `-`, `s3://bucket/prefix`, `cloudwatch-logs:GROUP` (a name or an ARN); all else is a file or a folder. */
export function parseSource(text: string): SourceParsed {
  if (text === '-') return { kind: 'source', source: { kind: 'stdin' } };
  if (text === '')
    return refused('an empty path', 'name a file, a folder, `-`, `s3://bucket/prefix` or `cloudwatch-logs:GROUP`');
  if (/^s3:/i.test(text)) return s3(text);
  if (/^cloudwatch-logs:/i.test(text)) return logGroup(text.slice('cloudwatch-logs:'.length));
  // A file may well have a colon in its name, but not two slashes after it.
  const scheme = /^([a-z][a-z0-9+.-]*):\/\//i.exec(text)?.[1];
  if (scheme !== undefined)
    return refused(
      `\`${scheme}://\` is not a source that can be scanned`,
      'use `s3://bucket/prefix`, `cloudwatch-logs:GROUP`, or a path',
    );
  return { kind: 'source', source: { kind: 'path', path: text } };
}

/** Bucket names: 3 to 63 of lower-case letters, digits, dots and hyphens; access points by ARN or alias. */
function s3(text: string): SourceParsed {
  const found = /^s3:\/\/(arn:[^/]+:accesspoint\/[^/]+|[a-z0-9][a-z0-9.-]{1,61}[a-z0-9])(?:\/(.*))?$/is.exec(text);
  if (!found || (!found[1]!.startsWith('arn:') && found[1] !== found[1]!.toLowerCase()))
    return refused(`\`${text}\` does not name a bucket`, 'write `s3://bucket/prefix`');
  return { kind: 'source', source: { kind: 's3', bucket: found[1]!, prefix: found[2] ?? '' } };
}

/** Log group names: 1 to 512 of letters, digits and `_-/.#`. Source: CreateLogGroup. */
function logGroup(text: string): SourceParsed {
  const arn = /^arn:[a-z-]+:logs:([a-z0-9-]+):\d{12}:log-group:([^:]+)(?::\*)?$/.exec(text);
  const group = arn ? text.replace(/:\*$/, '') : text;
  const name = arn ? arn[2]! : text;
  if (!/^[\w\-/.#]{1,512}$/.test(name))
    return refused(`\`${text}\` does not name a log group`, 'write `cloudwatch-logs:GROUP`, with its name or its ARN');
  return { kind: 'source', source: { kind: 'cloudwatch-logs', group, region: arn?.[1] ?? null } };
}

function refused(message: string, help: string): SourceParsed {
  return { kind: 'refused', message, help };
}
