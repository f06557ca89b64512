import { defineOptions } from '@sherpack/plugin-api';

export const options = defineOptions({
  directory: {
    type: 'string',
    placeholder: 'PATH',
    group: 'Cluster flags',
    description: 'Folder that --cluster directory writes the objects to',
  },
});
