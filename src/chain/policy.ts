export type { Answer, RequestContext } from './policy-condition.js';
export { isAwsManagedSnsKey, keyPermitsUse } from './policy-key.js';
export { type PolicyAnswer, type PolicyRequest, permits } from './policy-permits.js';
export { type PublishedFrom, type PublishedTopic, type Publisher, topicPermitsPublish } from './policy-topic.js';
