import { awsCli } from './aws-cli.js';
import { cloudformation } from './cloudformation.js';
import type { EmitForm, Emitter } from './emission.js';
import { terraform } from './terraform.js';

export const emitters: Readonly<Record<EmitForm, Emitter>> = { 'aws-cli': awsCli, terraform, cloudformation };
