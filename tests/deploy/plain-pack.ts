import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Stage } from './stage.ts';

type Json = Record<string, unknown>;

/** Writes a pack for the engine `plain` into the folder of the stage; what it had before goes. @returns its folder */
export function writePlainPack(stage: Stage, name: string, objects: readonly Json[], blocks: Json = {}): string {
  const folder = join(stage.folder, name);
  mkdirSync(join(folder, 'templates'), { recursive: true });
  writeFileSync(join(folder, 'Pack.yaml'), JSON.stringify({ apiVersion: 'sherpack/v1', metadata: { name, version: '1.0.0' }, engine: 'plain', ...blocks }));
  writeFileSync(join(folder, 'templates/objects.yaml'), objects.map((each) => JSON.stringify(each)).join('\n---\n'));
  return folder;
}

export function configMap(name: string, data: Json, metadata: Json = {}): Json {
  return { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name, ...metadata }, data };
}
