import { spawn } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';
import type { FetchOptions, JsonObject } from '@sherpack/plugin-api';
import { isObject } from '@sherpack/plugin-api';
import { errors } from './errors.ts';

export interface Credentials {
  readonly username: string;
  readonly password: string;
}

type Environment = Readonly<Record<string, string | undefined>>;

/**
 * Who to be at a registry: the flags, what `helm registry login` wrote, what `docker login` wrote, its helpers included.
 *
 * @throws REGISTRY_FILE when a file is there and cannot be read
 */
export async function credentialsFor(host: string, { username, password }: Pick<FetchOptions, 'username' | 'password'>, environment: Environment = process.env): Promise<Credentials | undefined> {
  if (username !== undefined && username !== '') return { username, password: password ?? '' };
  for (const file of configFiles(environment)) {
    const config = await readConfig(file);
    const found = config === undefined ? undefined : await fromConfig(config, host);
    if (found !== undefined) return found;
  }
  return undefined;
}

function configFiles(environment: Environment): readonly string[] {
  const home = environment['HOME'] ?? homedir();
  const helm = environment['HELM_CONFIG_HOME'] ?? join(environment['XDG_CONFIG_HOME'] ?? join(home, '.config'), 'helm');
  return [environment['HELM_REGISTRY_CONFIG'] ?? join(helm, 'registry/config.json'), join(environment['DOCKER_CONFIG'] ?? join(home, '.docker'), 'config.json')];
}

async function readConfig(file: string): Promise<JsonObject | undefined> {
  try {
    const value: unknown = JSON.parse(await readFile(file, 'utf8'));
    return isObject(value) ? value : undefined;
  } catch (error) {
    if ((error as { code?: unknown }).code === 'ENOENT') return undefined;
    // A parser's message may show what stands in the file.
    throw errors.FILE(file, error instanceof SyntaxError ? undefined : error);
  }
}

async function fromConfig({ auths, credHelpers, credsStore }: JsonObject, host: string): Promise<Credentials | undefined> {
  const names = host === 'registry-1.docker.io' ? [host, 'https://index.docker.io/v1/', 'docker.io'] : [host, `https://${host}`];
  const entry = isObject(auths) ? names.map((name) => auths[name]).find(isObject) : undefined;
  if (typeof entry?.['auth'] === 'string' && entry['auth'] !== '') return decoded(entry['auth']);
  if (typeof entry?.['username'] === 'string') return { username: entry['username'], password: String(entry['password'] ?? '') };
  const helper = isObject(credHelpers) && typeof credHelpers[host] === 'string' ? credHelpers[host] : credsStore;
  return typeof helper === 'string' && /^[\w.-]+$/.test(helper) ? askHelper(helper, host) : undefined;
}

function decoded(auth: string): Credentials {
  const text = Buffer.from(auth, 'base64').toString();
  const colon = text.indexOf(':');
  return colon === -1 ? { username: text, password: '' } : { username: text.slice(0, colon), password: text.slice(colon + 1) };
}

/** The protocol of docker's credential helpers: the host on standard input, JSON back; anything else: it has none. */
function askHelper(name: string, host: string): Promise<Credentials | undefined> {
  return new Promise((resolve) => {
    const child = spawn(`docker-credential-${name}`, ['get'], { stdio: ['pipe', 'pipe', 'ignore'], timeout: 20_000 });
    let text = '';
    child.stdout.on('data', (chunk: Buffer) => (text += chunk.toString()));
    child.on('error', () => resolve(undefined));
    child.on('close', (code) => resolve(code === 0 ? fromHelper(text) : undefined));
    child.stdin.on('error', () => undefined);
    child.stdin.end(host);
  });
}

function fromHelper(text: string): Credentials | undefined {
  try {
    const { Username, Secret } = JSON.parse(text) as { readonly Username?: unknown; readonly Secret?: unknown };
    return typeof Username === 'string' && typeof Secret === 'string' ? { username: Username, password: Secret } : undefined;
  } catch {
    return undefined;
  }
}

export function basicHeader({ username, password }: Credentials): string {
  return `Basic ${Buffer.from(`${username}:${password}`).toString('base64')}`;
}
