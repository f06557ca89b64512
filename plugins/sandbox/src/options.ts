import { defineOptions } from '@sherpack/plugin-api';

export const options = defineOptions({
  sandbox: {
    type: 'string',
    placeholder: 'NAME',
    group: 'Cluster flags',
    description: 'Which sandbox --cluster sandbox uses; "default" unless given',
  },
});
