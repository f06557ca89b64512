import { fileURLToPath } from 'node:url';
import { testPlugin } from '@sherpack/plugin-kit/test-plugin';
import { describe, expect, it } from 'vitest';
import plugin from './plugin.ts';

testPlugin(plugin, { folder: fileURLToPath(new URL('..', import.meta.url)), runner: { describe, it, expect } });
