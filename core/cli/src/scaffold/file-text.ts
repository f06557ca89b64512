/** The test that every plugin begins with. */
export function testFile(imports: readonly string[], tests: string): string {
  return `import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
${imports.join('\n')}
import { testPlugin } from '@sherpack/plugin-kit/test-plugin';
import plugin from './plugin.ts';

testPlugin(plugin, { folder: fileURLToPath(new URL('..', import.meta.url)), runner: { describe, it, expect } });

${tests}`;
}

/** `slack-notifier` → `SLACK_NOTIFIER`: the beginning of the plugin's error codes. */
export function errorPrefix(name: string): string {
  return name.replaceAll('-', '_').toUpperCase();
}
