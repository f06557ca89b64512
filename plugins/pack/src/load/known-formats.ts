import { defineService } from '@sherpack/plugin-api';
import type { Extensions, PackFormat } from '@sherpack/plugin-api';

/** The reading side of the extension point `pack-format`, for commands. */
export const knownFormats = defineService<Extensions<PackFormat>>('known-pack-formats');
