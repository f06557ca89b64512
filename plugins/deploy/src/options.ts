import { defineOptions } from '@sherpack/plugin-api';

const DEPLOYING = 'Deploying';
const WAVES = 'Waves';

export const options = defineOptions({
  concurrency: { type: 'number', description: 'requests that write at the same time', default: 8, placeholder: 'N', group: DEPLOYING },
  waves: { type: 'boolean', description: 'Show what would be deployed in which order, and write nothing', group: WAVES },
  wave: { type: 'number', description: 'Deploy this wave only; those before it must be ready', placeholder: 'N', group: WAVES },
  throughWave: { type: 'number', description: 'Deploy up to this wave and wait until it is ready', placeholder: 'N', group: WAVES },
  resume: { type: 'boolean', description: 'Go on with what was interrupted, or deployed up to a wave', group: WAVES },
});

declare module '@sherpack/plugin-api' {
  interface OperationFlags {
    concurrency?: number;
    waves?: boolean;
    wave?: number;
    throughWave?: number;
    resume?: boolean;
  }
}
