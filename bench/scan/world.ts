import type { Random } from './random.js';

/** The things that one account in one Region has: they recur in its records, as they do in real trails. */
export interface World {
  readonly account: string;
  readonly region: string;
  readonly keys: readonly string[];
  readonly buckets: readonly string[];
  readonly roles: readonly string[];
  readonly instances: readonly string[];
  readonly sessions: readonly Session[];
}

export interface Session {
  readonly name: string;
  readonly identity: Readonly<Record<string, unknown>>;
  readonly address: string;
  readonly agent: string;
}

const REGIONS = ['us-east-1', 'us-west-2', 'eu-west-1', 'eu-central-1', 'ap-southeast-2'];
const AGENTS = [
  'aws-sdk-go-v2/1.36.3 ua/2.1 os/linux lang/go#1.24.2 md/GOARCH#arm64 md/GOOS#linux api/ec2#1.210.1 m/E,Z',
  'Boto3/1.38.10 md/Botocore#1.38.10 ua/2.1 os/linux#6.1.134-150.224.amzn2023.x86_64 md/arch#x86_64 lang/python#3.12.9 md/pyimpl#CPython cfg/retry-mode#legacy Botocore/1.38.10',
  'APN/1.0 HashiCorp/1.0 Terraform/1.11.4 (+https://www.terraform.io) terraform-provider-aws/5.97.0 (+https://registry.terraform.io/providers/hashicorp/aws) aws-sdk-go-v2/1.36.3 ua/2.1 os/linux lang/go#1.23.8',
  'aws-cli/2.27.5 md/awscrt#0.26.1 ua/2.1 os/linux#6.8.0-1027-aws md/arch#x86_64 lang/python#3.13.2 md/pyimpl#CPython m/b,Z,D,E,C,n cfg/retry-mode#standard md/installer#exe sid/4b1c0dfe7a11 md/prompt#off md/command#s3.ls',
  'aws-sdk-java/2.31.34 md/io#sync md/http#Apache ua/2.1 os/Linux#5.10.235 lang/java#17.0.15 md/OpenJDK_64-Bit_Server_VM#17.0.15+6-LTS md/vendor#Amazon.com_Inc. md/en_US m/D,N,Z',
];

export function makeWorld(random: Random): World {
  const account = String(100000000000 + random.below(899999999999));
  const region = random.pick(REGIONS);
  const many = <T>(count: number, make: () => T): T[] => Array.from({ length: count }, make);
  const roles = many(
    24,
    () =>
      `${random.pick(['app', 'ci', 'ops', 'data', 'web'])}-${random.pick(['deploy', 'reader', 'worker', 'node'])}-${random.hex(6)}`,
  );
  return {
    ...{ account, region, roles },
    keys: many(20, () => `arn:aws:kms:${region}:${account}:key/${random.uuid()}`),
    buckets: many(30, () => `${random.pick(['logs', 'assets', 'backup', 'lake'])}-${random.hex(10)}`),
    instances: many(40, () => `i-0${random.hex(16)}`),
    sessions: many(60, () => makeSession(random, account, random.pick(roles))),
  };
}

function makeSession(random: Random, account: string, role: string): Session {
  const name = random.chance(0.4)
    ? `i-0${random.hex(16)}`
    : `${random.pick(['alice', 'bob', 'build', 'lambda', 'sync'])}-${random.below(1000)}`;
  const address = `${random.pick(['10', '54', '3', '18'])}.${random.below(256)}.${random.below(256)}.${random.below(256)}`;
  const agent = random.pick(AGENTS);
  if (random.chance(0.15)) {
    const user = `user-${random.below(50)}`;
    const identity = {
      ...{ type: 'IAMUser', principalId: `AIDA${random.upper(17)}`, arn: `arn:aws:iam::${account}:user/${user}` },
      ...{ accountId: account, accessKeyId: `AKIA${random.upper(16)}`, userName: user },
    };
    return { name, identity, address, agent };
  }
  const id = `AROA${random.upper(17)}`;
  const identity = {
    type: 'AssumedRole',
    principalId: `${id}:${name}`,
    arn: `arn:aws:sts::${account}:assumed-role/${role}/${name}`,
    accountId: account,
    accessKeyId: `ASIA${random.upper(16)}`,
    sessionContext: {
      sessionIssuer: {
        type: 'Role',
        principalId: id,
        arn: `arn:aws:iam::${account}:role/${role}`,
        accountId: account,
        userName: role,
      },
      attributes: {
        creationDate: `2025-11-03T1${random.below(10)}:${10 + random.below(49)}:${10 + random.below(49)}Z`,
        mfaAuthenticated: 'false',
      },
    },
  };
  return { name, identity, address, agent };
}
