import type { Change } from './change.js';

type Cost = Change['cost'];

/** By the public price lists of us-east-1, without free tiers and discounts. */
export const COST = {
  none: { usdPerMonth: 0, because: 'it has no price of its own' },
  metric: {
    usdPerMonth: 0.3,
    because: 'a custom metric costs 0.30 USD in each month in which something is published',
  },
  alarm: { usdPerMonth: 0.1, because: 'an alarm on one metric costs 0.10 USD' },
  key: { usdPerMonth: 1, because: 'a customer managed key costs 1.00 USD; its use costs 0.03 USD for 10,000 requests' },
  logs: {
    usdPerMonth: null,
    because: 'CloudWatch Logs takes 0.50 USD for each GB that is delivered, and 0.03 USD for each GB that is kept',
  },
  bucket: { usdPerMonth: null, because: 'S3 takes 0.023 USD for each GB that is kept, and little for each request' },
  firstTrail: {
    usdPerMonth: null,
    because:
      'the first copy of management events is free; CloudWatch Logs takes 0.50 USD for each GB that is delivered',
  },
  furtherTrail: {
    usdPerMonth: null,
    because:
      'a further copy of management events costs 2.00 USD for 100,000 events; CloudWatch Logs takes 0.50 USD for each GB',
  },
  moreEvents: {
    usdPerMonth: null,
    because:
      'more events are delivered: CloudWatch Logs takes 0.50 USD for each GB, and copies after the first 2.00 USD for 100,000 events',
  },
  messages: { usdPerMonth: 0, because: 'messages are few: SNS takes 2.00 USD for 100,000 mails' },
} satisfies Record<string, Cost>;
