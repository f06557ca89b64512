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
