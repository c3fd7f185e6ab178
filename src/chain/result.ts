import type { Json } from '../predicate/json.js';
import type { LinkKind } from './link.js';

export type Verdict = 'proved' | 'broken' | 'unknown';

/** What `trailproof audit --format json` prints. Fields are added, never renamed. */
export interface AuditResult {
  readonly schema: 'trailproof/audit/1';
  readonly tool: { readonly name: string; readonly version: string };
  readonly generatedAt: string; // ISO 8601
  readonly accounts: readonly AuditedAccount[];
  readonly results: readonly ControlResult[];
  readonly unread: readonly Unread[];
  /** Operations that the endpoint does not know: taken as "nothing of that kind here". */
  readonly unsupported: readonly Unread[];
}

export interface AuditedAccount {
  readonly id: string;
  readonly alias: string | null;
  readonly regions: readonly string[];
  readonly narrowed: boolean;
  readonly readAt: string;
  readonly caller: string;
  /** `sha256:` and the hash of the account file's canonical text: what an auditor compares. */
  readonly digest: string;
}

export interface ControlResult {
  readonly account: string;
  readonly control: string;
  readonly aliases: readonly string[]; // cis-7.0:5.7, cis-3.0:4.7, …, CloudWatch.7
  readonly title: string;
  readonly severity: string;
  readonly verdict: Verdict;
  /** Would the benchmark's own audit procedure pass? */
  readonly benchmark: 'met' | 'not-met' | 'unknown';
  /** Would Security Hub's literal text check pass? Null: it has none, or it cannot be told. */
  readonly literal: boolean | null;
  readonly summary: string;
  /** CloudTrail's documented average delivery plus the alarm's longest wait; AWS guarantees neither. */
  readonly notifiedWithinSeconds: number | null;
  readonly timing: { readonly deliverySeconds: number; readonly waitSeconds: number } | null;
  /** Keys on which the path itself depends, which cannot report their own loss. */
  readonly blindSpots: readonly string[];
  readonly benchmarkSteps: readonly BenchmarkStep[];
  readonly events: readonly EventResult[];
  /** What else will ring, what is deployed instead, what is seen only partly: a sentence each. */
  readonly notes: readonly string[];
  /** Other consumers of the trail's events that were seen, named, judged only as far as what was read allows. */
  readonly otherConsumers: readonly string[];
  readonly mappings: {
    readonly cis: Readonly<Record<string, string>>;
    readonly securityHub: string | null;
    readonly frameworks: Readonly<Record<string, readonly string[]>>;
  };
}

/** Of the seven steps of the benchmark's own audit procedure. */
export interface BenchmarkStep {
  readonly step: number;
  readonly title: string;
  readonly holds: boolean | null;
  readonly observed: string;
}

export interface EventResult {
  readonly event: string; // kms.amazonaws.com:DisableKey
  readonly verdict: Verdict;
  readonly regions: readonly string[]; // those that this verdict speaks of: the worst one when they differ
  /** The links that the event passes; of a broken one, the path on which the witness gets furthest. */
  readonly path: readonly PathLink[];
  /** The further paths that together cover it. */
  readonly paths: readonly (readonly PathLink[])[];
  readonly witness: Json | null;
  /** What would mend it, a sentence each, the nearest first. */
  readonly mend: readonly string[];
  readonly reasons: readonly string[]; // of an unknown: the doubts that the witness meets
  readonly end: 'person' | 'machine' | null;
  readonly notifiedWithinSeconds: number | null;
  /** Of a broken one: what is given the witness all the same, and may tell somebody. It was not read, and changes no verdict. */
  readonly mayTell?: readonly string[];
  /** AWS's own matcher was asked (--confirm). */
  readonly confirmed?: boolean;
}

export interface PathLink {
  readonly kind: LinkKind;
  readonly id: string;
  readonly region: string;
  readonly holds: boolean | null;
  readonly reason: string;
}

export interface Unread {
  readonly account: string;
  readonly region: string;
  readonly operation: string;
  readonly error: string;
  /** The IAM action that would allow it. */
  readonly permission: string;
}
