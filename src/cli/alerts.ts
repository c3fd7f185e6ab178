import { type Command, Option } from 'commander';
import { SEVERITIES, type Severity } from '../catalogue/rule.js';
import type { Alert, AlertStatus } from '../detect/alert.js';
import { CliError } from './cli-error.js';
import { type Context, examples } from './command.js';
import { instantOf } from './instant.js';
import { type Io, wantsColour, widthOf } from './io.js';

const STATUSES = ['open', 'deletion-cancelled', 'recovered', 'lost'] as const satisfies readonly AlertStatus[];

interface AlertsOptions {
  readonly store: string;
  readonly rule?: string;
  readonly status?: AlertStatus;
  readonly severity?: Severity;
  readonly account?: string;
  readonly key?: string;
  readonly since?: string;
  readonly until?: string;
  readonly format: 'terminal' | 'json' | 'ndjson' | 'csv';
}

export function addAlerts(program: Command, { io }: Context): void {
  program
    .command('alerts')
    .argument('[id...]', 'show these in full: ids, or the beginning of one')
    .summary('list and show the alerts that were kept')
    .description('Lists the alerts that `scan --store` kept, the latest first; with an id, shows that one in full.')
    .requiredOption('--store <store>', 'where they are: `sqlite:FILE`')
    .option('--rule <id>', 'of this rule only')
    .addOption(new Option('--status <status>', 'of this status only').choices(STATUSES))
    .addOption(new Option('--severity <level>', 'of this severity and above').choices(SEVERITIES))
    .option('--account <id>', 'of this account only')
    .option('--key <arn>', 'of this key only')
    .option('--since <instant>', 'of events from then on: 2026-11-21, 2026-11-21T14:30Z, 24h, yesterday')
    .option('--until <instant>', 'of events before then; a day is meant to its end')
    .addOption(
      new Option('--format <form>', 'the form of the list')
        .choices(['terminal', 'json', 'ndjson', 'csv'])
        .default('terminal'),
    )
    .addHelpText(
      'after',
      `${examples(
        ['alerts --store sqlite:alerts.db --status open --severity high', 'what is still to be answered'],
        ['alerts --store sqlite:alerts.db 3f9c', 'the one whose id begins so'],
      )}\nExit status: 0 they are listed, however many there are, 3 it could not be done.\n`,
    )
    .action((ids: readonly string[], options: AlertsOptions) => alertsCommand(io, ids, options));
}

async function alertsCommand(io: Io, ids: readonly string[], options: AlertsOptions): Promise<void> {
  const now = io.now();
  const since = options.since === undefined ? undefined : instantOf(options.since, now);
  const until = options.until === undefined ? undefined : instantOf(options.until, now, true);
  const { openAlertStore } = await import('../store/alert-store.js');
  const store = await openAlertStore(options.store, false);
  try {
    const kept =
      ids.length === 0
        ? store.list({ ...options, since, until })
        : ids.flatMap((id) => {
            const found = store.find(id);
            if (found.length === 1) return found;
            throw new CliError(
              found.length === 0
                ? `no alert has the id \`${id}\``
                : `${found.length} alerts have an id that begins with \`${id}\``,
              found.length === 0 ? 'list them without an id' : 'write more of it',
            );
          });
    const { daysLeft } = await import('../detect/days-left.js');
    // Days are counted from today, whenever the alert was kept.
    const alerts = kept.map(({ alert }) => daysLeft(alert, now));
    await io.stdout.write(await rendered(io, alerts, options, ids.length > 0));
  } finally {
    store.close();
  }
}

async function rendered(io: Io, alerts: readonly Alert[], { format }: AlertsOptions, full: boolean): Promise<string> {
  switch (format) {
    case 'json':
      return `${(await import('../report/json.js')).prettyJson(alerts)}\n`;
    case 'ndjson':
      return [...(await import('../report/scan-json.js')).renderScanNdjson({ alerts })].join('');
    case 'csv':
      return (await import('../report/alert-csv.js')).renderAlertsCsv(alerts);
    case 'terminal': {
      const [{ renderAlerts }, { loadRules }, { loadControls }] = await Promise.all([
        import('../report/alerts-terminal.js'),
        import('../catalogue/load-rules.js'),
        import('../catalogue/load.js'),
      ]);
      const { rules } = loadRules({ controls: loadControls().controls });
      return renderAlerts(alerts, {
        width: widthOf(io.stdout, io.env),
        colour: wantsColour(io.stdout, io.env),
        full,
        rules: new Map(rules.map((rule) => [rule.id, rule])),
      });
    }
  }
}
