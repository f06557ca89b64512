import { defineService } from '@sherpack/plugin-api';
import type { StorageServices } from './open-store.ts';

/** What the plugin's own commands need to open drivers by name. */
export const storageServices = defineService<StorageServices>('storage-services');
