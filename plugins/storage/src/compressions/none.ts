import type { Compression } from '@sherpack/plugin-api';

const none: Compression = {
  name: 'none',
  levels: undefined,
  defaultLevel: () => 0,
  compress: async (data) => data,
  async decompress(data, limit) {
    if (data.length > limit) throw new Error(`it has ${data.length} bytes; ${limit} are allowed`);
    return data;
  },
};

export default none;
