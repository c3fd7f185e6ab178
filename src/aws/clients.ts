import { OperationMissing } from './failure.js';
import type { Settings } from './settings.js';

/** The SDK's clients, each loaded when it is first needed, one for each Region. Written out: inferring it takes the compiler a minute. */
export interface Clients {
  readonly cloudtrail: PerRegion<
    Service<typeof import('@aws-sdk/client-cloudtrail'), import('@aws-sdk/client-cloudtrail').CloudTrailClient>
  >;
  readonly cloudwatch: PerRegion<
    Service<typeof import('@aws-sdk/client-cloudwatch'), import('@aws-sdk/client-cloudwatch').CloudWatchClient>
  >;
  readonly ec2: PerRegion<Service<typeof import('@aws-sdk/client-ec2'), import('@aws-sdk/client-ec2').EC2Client>>;
  readonly events: PerRegion<
    Service<typeof import('@aws-sdk/client-eventbridge'), import('@aws-sdk/client-eventbridge').EventBridgeClient>
  >;
  readonly iam: PerRegion<Service<typeof import('@aws-sdk/client-iam'), import('@aws-sdk/client-iam').IAMClient>>;
  readonly kms: PerRegion<Service<typeof import('@aws-sdk/client-kms'), import('@aws-sdk/client-kms').KMSClient>>;
  readonly lambda: PerRegion<
    Service<typeof import('@aws-sdk/client-lambda'), import('@aws-sdk/client-lambda').LambdaClient>
  >;
  readonly logs: PerRegion<
    Service<
      typeof import('@aws-sdk/client-cloudwatch-logs'),
      import('@aws-sdk/client-cloudwatch-logs').CloudWatchLogsClient
    >
  >;
  readonly s3: PerRegion<Service<typeof import('@aws-sdk/client-s3'), import('@aws-sdk/client-s3').S3Client>>;
  readonly sns: PerRegion<Service<typeof import('@aws-sdk/client-sns'), import('@aws-sdk/client-sns').SNSClient>>;
  readonly sqs: PerRegion<Service<typeof import('@aws-sdk/client-sqs'), import('@aws-sdk/client-sqs').SQSClient>>;
  readonly sts: PerRegion<Service<typeof import('@aws-sdk/client-sts'), import('@aws-sdk/client-sts').STSClient>>;
}

interface Service<Sdk, Client> {
  readonly sdk: Sdk;
  readonly client: Client;
}

export function clientsFor(settings: Settings): Clients {
  return {
    cloudtrail: perRegion(async (region) => {
      const sdk = await import('@aws-sdk/client-cloudtrail');
      return { sdk, client: watched(new sdk.CloudTrailClient({ ...settings, region })) };
    }),
    cloudwatch: perRegion(async (region) => {
      const sdk = await import('@aws-sdk/client-cloudwatch');
      return { sdk, client: watched(new sdk.CloudWatchClient({ ...settings, region })) };
    }),
    ec2: perRegion(async (region) => {
      const sdk = await import('@aws-sdk/client-ec2');
      return { sdk, client: watched(new sdk.EC2Client({ ...settings, region })) };
    }),
    events: perRegion(async (region) => {
      const sdk = await import('@aws-sdk/client-eventbridge');
      return { sdk, client: watched(new sdk.EventBridgeClient({ ...settings, region })) };
    }),
    iam: perRegion(async (region) => {
      const sdk = await import('@aws-sdk/client-iam');
      return { sdk, client: watched(new sdk.IAMClient({ ...settings, region })) };
    }),
    kms: perRegion(async (region) => {
      const sdk = await import('@aws-sdk/client-kms');
      return { sdk, client: watched(new sdk.KMSClient({ ...settings, region })) };
    }),
    lambda: perRegion(async (region) => {
      const sdk = await import('@aws-sdk/client-lambda');
      return { sdk, client: watched(new sdk.LambdaClient({ ...settings, region })) };
    }),
    logs: perRegion(async (region) => {
      const sdk = await import('@aws-sdk/client-cloudwatch-logs');
      return { sdk, client: watched(new sdk.CloudWatchLogsClient({ ...settings, region })) };
    }),
    s3: perRegion(async (region) => {
      const sdk = await import('@aws-sdk/client-s3');
      // Another endpoint than AWS has no host name for each bucket.
      const own = { followRegionRedirects: true, forcePathStyle: settings.endpoint !== undefined };
      return { sdk, client: watched(new sdk.S3Client({ ...settings, ...own, region })) };
    }),
    sns: perRegion(async (region) => {
      const sdk = await import('@aws-sdk/client-sns');
      return { sdk, client: watched(new sdk.SNSClient({ ...settings, region })) };
    }),
    sqs: perRegion(async (region) => {
      const sdk = await import('@aws-sdk/client-sqs');
      // A queue's URL names a host, which is not the endpoint that was asked for.
      return { sdk, client: watched(new sdk.SQSClient({ ...settings, useQueueUrlAsEndpoint: false, region })) };
    }),
    sts: perRegion(async (region) => {
      const sdk = await import('@aws-sdk/client-sts');
      return { sdk, client: watched(new sdk.STSClient({ ...settings, region })) };
    }),
  };
}

/** Closes the connections of every client that was made. */
export async function closeClients(clients: Clients): Promise<void> {
  await Promise.all(Object.values(clients).map((service) => service.close()));
}

interface PerRegion<C> {
  (region: string): Promise<C>;
  close(): Promise<void>;
}

function perRegion<C extends { readonly client: { destroy(): void } }>(
  make: (region: string) => Promise<C>,
): PerRegion<C> {
  const made = new Map<string, Promise<C>>();
  const get = (region: string): Promise<C> => {
    const known = made.get(region) ?? make(region);
    made.set(region, known);
    return known;
  };
  const close = async () => {
    for (const { client } of await Promise.all(made.values())) client.destroy();
    made.clear();
  };
  return Object.assign(get, { close });
}

interface Watchable {
  readonly config: {
    readonly requestHandler: { handle(request: object, options?: object): Promise<{ response: object }> };
  };
}

/**
 * Sees the answers before the SDK does. A server made with Werkzeug (moto) answers what it lacks with a bare HTML page and
 * status 500, which the SDK would try again and then fail to read.
 */
function watched<C extends Watchable>(client: C): C {
  const handler = client.config.requestHandler;
  const handle = handler.handle.bind(handler);
  handler.handle = async (request, options) => {
    const answer = await handle(request, options);
    if (lacksOperation(answer.response)) throw new OperationMissing();
    return answer;
  };
  return client;
}

/** AWS's own endpoints never answer as Werkzeug: a 500 of theirs is a failure. */
function lacksOperation(response: object): boolean {
  const { statusCode, headers } = response as { statusCode?: unknown; headers?: Readonly<Record<string, unknown>> };
  return (
    statusCode === 500 &&
    String(headers?.server).startsWith('Werkzeug/') &&
    String(headers?.['content-type']).startsWith('text/html')
  );
}
