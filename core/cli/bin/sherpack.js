#!/usr/bin/env node
// Nothing is imported before the version check, so that an old Node gets a sentence and not a syntax error.
var version = process.versions.node.split('.').map(Number);
if (version[0] < 20 || (version[0] === 20 && version[1] < 19)) {
  process.stderr.write('sherpack needs Node.js 20.19 or newer; this is ' + process.versions.node + '.\n');
  process.exit(2);
}
import('node:module').then(function (module) {
  if (module.enableCompileCache) module.enableCompileCache();
  return import('../dist/main.js');
}).then(function (shell) {
  return shell.main();
});
