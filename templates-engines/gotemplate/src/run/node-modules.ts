import { createRequire } from 'node:module';

/*
 * Modules that few templates need are loaded when one does: rendering is synchronous, so `import()` will not do. In the
 * command line's bundle `require` is that of the bundle, which holds the module; elsewhere it is Node's.
 */
declare const require: NodeJS.Require;

const loaded = new Map<string, unknown>();

/** @param inside how a bundle finds the module */
function once<Module>(name: string, inside: () => unknown): Module {
  const known = loaded.get(name);
  if (known !== undefined) return known as Module;
  const module = typeof require === 'function' ? inside() : createRequire(import.meta.url)(name) as unknown;
  loaded.set(name, module);
  return module as Module;
}

export function nodeCrypto(): typeof import('node:crypto') {
  return once('node:crypto', () => require('node:crypto'));
}

export function re2(): typeof import('re2js') {
  return once('re2js', () => require('re2js'));
}

export function bcrypt(): typeof import('bcryptjs') {
  const module = once<typeof import('bcryptjs') & { default?: typeof import('bcryptjs') }>('bcryptjs', () => require('bcryptjs'));
  return module.default ?? module;
}

export function toml(): typeof import('smol-toml') {
  return once('smol-toml', () => require('smol-toml'));
}
