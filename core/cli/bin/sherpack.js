#!/usr/bin/env node
// Nothing is loaded before the version check, so that an old Node gets a sentence and not a syntax error.
var version = process.versions.node.split('.').map(Number);
if (version[0] < 20 || (version[0] === 20 && version[1] < 19)) {
  process.stderr.write('sherpack needs Node.js 20.19 or newer; this is ' + process.versions.node + '.\n');
  process.exit(2);
}
require('../dist/boot.cjs').start();
