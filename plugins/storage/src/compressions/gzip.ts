import { promisify } from 'node:util';
import { gunzip, gzip } from 'node:zlib';
import type { Compression } from '@sherpack/plugin-api';

const compress = promisify(gzip);
const expand = promisify(gunzip);

const variant: Compression = {
  name: 'gzip',
  levels: { lowest: 1, highest: 9 },
  defaultLevel: () => 9,
  compress: (data, level) => compress(data, { level }),
  // A limit of 0 would mean none to zlib.
  decompress: (data, limit) => expand(data, { maxOutputLength: Math.max(1, limit) }),
};

export default variant;
