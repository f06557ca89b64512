import { defineOptions } from '@sherpack/plugin-api';

export const options = defineOptions({
  concurrency: {
    type: 'number',
    description: 'objects of one kind that are written at the same time',
    default: 8,
    placeholder: 'N',
    group: 'Deploying',
  },
});

declare module '@sherpack/plugin-api' {
  interface OperationFlags {
    concurrency?: number;
  }
}
