export { ecsDocument } from './ecs-document.js';
export { derive, type EcsFields, ecsFields } from './ecs-fields.js';
export type { EcsField } from './field.js';
export { unsupported } from './unsupported.js';
