export { ecsDocument } from './ecs-document.js';
export { derive, ecsFields } from './ecs-fields.js';
export type { EcsField } from './field.js';
export { unsupported } from './unsupported.js';
