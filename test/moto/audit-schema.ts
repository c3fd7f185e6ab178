import { z } from 'zod';

/** What `trailproof audit --format json` promises. Further members may stand beside these; none of these may be missing. */
const verdict = z.enum(['proved', 'broken', 'unknown']);

const link = z.looseObject({
  kind: z.enum([
    'trail',
    'log-group',
    'metric-filter',
    'metric',
    'alarm',
    'topic',
    'subscription',
    'event-bus',
    'rule',
    'target',
  ]),
  id: z.string().min(1),
  holds: z.boolean().nullable(),
  reason: z.string().min(1),
});

const event = z.looseObject({
  event: z.string().regex(/^[a-z0-9.*-]+:[A-Za-z0-9*]+$/),
  verdict,
  path: z.array(link),
  paths: z.array(z.array(link)),
  witness: z.record(z.string(), z.unknown()).nullable(),
});

const result = z.looseObject({
  account: z.string().regex(/^\d{12}$/),
  control: z.string().regex(/^[a-z0-9-]+$/),
  aliases: z.array(z.string()),
  title: z.string().min(1),
  verdict,
  benchmark: z.enum(['met', 'not-met', 'unknown']),
  literal: z.boolean().nullable(),
  summary: z.string().min(1),
  notifiedWithinSeconds: z.number().nullable(),
  blindSpots: z.array(z.string()),
  benchmarkSteps: z
    .array(z.looseObject({ step: z.number().int(), holds: z.boolean().nullable(), observed: z.string().min(1) }))
    .length(7),
  events: z.array(event).min(1),
});

export const auditSchema = z.looseObject({
  schema: z.literal('trailproof/audit/1'),
  tool: z.looseObject({ name: z.literal('trailproof'), version: z.string().regex(/^\d+\.\d+\.\d+/) }),
  generatedAt: z.iso.datetime(),
  accounts: z
    .array(
      z.looseObject({
        id: z.string().regex(/^\d{12}$/),
        regions: z.array(z.string()).min(1),
        readAt: z.iso.datetime(),
        caller: z.string().startsWith('arn:'),
        digest: z.string().regex(/^sha256:[0-9a-f]{64}$/),
      }),
    )
    .min(1),
  results: z.array(result).min(1),
  unread: z.array(
    z.looseObject({
      account: z.string(),
      region: z.string(),
      operation: z.string(),
      error: z.string().min(1),
      permission: z.string().regex(/^[a-z0-9]+:\w+$/),
    }),
  ),
});

export type AuditJson = z.infer<typeof auditSchema>;
