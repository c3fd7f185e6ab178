export { isAwsManagedSnsKey, keyPermitsUse } from './policy-key.js';
export { permits } from './policy-permits.js';
export { topicPermitsPublish } from './policy-topic.js';
