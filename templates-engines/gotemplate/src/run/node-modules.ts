import { createRequire } from 'node:module';

/*
 * Modules that few templates need are loaded when one does: rendering is synchronous, so `import()` will not do. In the
 * command line's bundle `require` is that of the bundle, which holds the module; elsewhere it is Node's.
 */
declare const require: NodeJS.Require | undefined;

function outside(name: string): unknown {
  return createRequire(import.meta.url)(name);
}

export function nodeCrypto(): typeof import('node:crypto') {
  return outside('node:crypto') as typeof import('node:crypto');
}

export function re2(): typeof import('re2js') {
  return (typeof require === 'function' ? require('re2js') : outside('re2js')) as typeof import('re2js');
}

export function bcrypt(): typeof import('bcryptjs') {
  const module = (typeof require === 'function' ? require('bcryptjs') : outside('bcryptjs')) as typeof import('bcryptjs') & { default?: typeof import('bcryptjs') };
  return module.default ?? module;
}

export function toml(): typeof import('smol-toml') {
  return (typeof require === 'function' ? require('smol-toml') : outside('smol-toml')) as typeof import('smol-toml');
}
