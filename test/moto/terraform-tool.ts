import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

export type Terraform =
  | { readonly plugins: string; readonly missing: null }
  | { readonly plugins: null; readonly missing: string };

/** Where Terraform itself looks for providers that are there, and where a cache of them usually is. */
const PLUGINS = [
  process.env.TF_PLUGIN_CACHE_DIR,
  join(homedir(), '.terraform.d/plugins'),
  join(homedir(), '.terraform.d/plugin-cache'),
  '/usr/local/share/terraform/plugins',
  '/usr/share/terraform/plugins',
  '/opt/tf-plugins',
];

/** Terraform with the AWS provider from a folder; neither comes from a registry that the tests may ask. */
export async function findTerraform(): Promise<Terraform> {
  try {
    await promisify(execFile)('terraform', ['version']);
  } catch {
    return { plugins: null, missing: 'there is no terraform in PATH' };
  }
  const plugins = PLUGINS.find((folder) => folder && existsSync(join(folder, 'registry.terraform.io/hashicorp/aws')));
  return plugins === undefined
    ? { plugins: null, missing: `no folder holds the AWS provider: ${PLUGINS.filter(Boolean).join(', ')}` }
    : { plugins, missing: null };
}
