import { describe, expect, it } from 'vitest';
import { testCompression } from '@sherpack/plugin-kit/suites/compression';
import gzip from './gzip.ts';
import none from './none.ts';
import zstd from './zstd.ts';

describe.each([zstd, gzip, none])('the compression $name', (compression) => {
  testCompression(async () => compression, { describe, it, expect });
});
