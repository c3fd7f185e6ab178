import type { Operation, ReadError } from '../../src/account/account.js';
import type { GroupSpec, KeySpec, World } from './specs.js';

/** One read before the faults are laid over it. */
export interface PlainRead {
  readonly region: string;
  readonly operation: Operation;
  readonly input: Readonly<Record<string, unknown>>;
  readonly pages: readonly Readonly<Record<string, unknown>>[];
  readonly error?: ReadError;
}

/** The groups of this account that its trails name, each once. */
export function groupsOf(world: World): readonly GroupSpec[] {
  const groups = world.trails.flatMap((trail) => (trail.group?.account === world.id ? [trail.group] : []));
  return [...new Set(groups)];
}

/** Is the operation answered in this Region? What a denied listing would have led to is not asked for. */
export function seen(world: World, operation: Operation, region: string): boolean {
  return !world.readFaults.some(
    (fault) =>
      fault.operation === operation && fault.input === null && (fault.region === null || fault.region === region),
  );
}

export function keyReads(key: KeySpec): readonly PlainRead[] {
  const { region } = key;
  return [
    { region, operation: 'kms:DescribeKey', input: { KeyId: key.id }, pages: [{ KeyMetadata: { ...key.metadata } }] },
    {
      region,
      operation: 'kms:GetKeyPolicy',
      input: { KeyId: key.metadata.Arn, PolicyName: 'default' },
      pages: [{ Policy: JSON.stringify(key.policy), PolicyName: 'default' }],
    },
  ];
}

const ERRORS: Readonly<Record<ReadError['kind'], readonly [code: string, message: string]>> = {
  denied: ['AccessDeniedException', 'the caller is not authorized to perform this operation'],
  throttled: ['ThrottlingException', 'Rate exceeded'],
  disabled: ['UnrecognizedClientException', 'The security token included in the request is invalid.'],
  unsupported: ['UnknownOperationException', 'the operation is not known'],
  'not-found': ['ResourceNotFoundException', 'The specified resource does not exist.'],
  truncated: ['ThrottlingException', 'Rate exceeded'],
  failed: ['InternalFailure', 'an internal error occurred'],
};

export function errorOf(kind: ReadError['kind'], code = ERRORS[kind][0]): ReadError {
  return { kind, code, message: ERRORS[kind][1] };
}
