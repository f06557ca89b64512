import { defineOptions } from '@sherpack/plugin-api';
import { REQUESTS_AT_A_TIME } from './concurrency.ts';

const DEPLOYING = 'Deploying';
const WAVES = 'Waves';
const GUARDS = 'Guards';

export const options = defineOptions({
  concurrency: { type: 'number', description: 'requests that write at the same time', default: REQUESTS_AT_A_TIME, placeholder: 'N', group: DEPLOYING },
  noDryRunCheck: { type: 'boolean', group: DEPLOYING, description: 'Make new objects without asking the server first whether it would take them' },
  onImmutable: {
    type: 'string', alias: 'immutable-strategy', choices: ['fail', 'recreate', 'foreground', 'background', 'orphan'], default: 'fail', group: DEPLOYING,
    description: 'What to do with an object whose change is not possible in place: refuse, or delete it and make it anew',
  },
  allowDelete: { type: 'string[]', description: 'Let the upgrade or rollback delete what may hold data, or more than half of the release', placeholder: 'KIND[/NAME]|all', group: GUARDS },
  allowEmpty: { type: 'boolean', description: 'Accept a pack that renders nothing', group: GUARDS },
  allowOtherCluster: { type: 'boolean', description: 'Accept that the record names another cluster', group: GUARDS },
  waves: { type: 'boolean', description: 'Show what would be deployed in which order, and write nothing', group: WAVES },
  wave: { type: 'number', description: 'Deploy this wave only; those before it must be ready', placeholder: 'N', group: WAVES },
  throughWave: { type: 'number', description: 'Deploy up to this wave and wait until it is ready', placeholder: 'N', group: WAVES },
  resume: { type: 'boolean', description: 'Go on with what was interrupted, or deployed up to a wave', group: WAVES },
});

declare module '@sherpack/plugin-api' {
  interface OperationFlags {
    concurrency?: number;
    onImmutable?: string;
    noDryRunCheck?: boolean;
    allowDelete?: readonly string[];
    allowEmpty?: boolean;
    allowOtherCluster?: boolean;
    waves?: boolean;
    wave?: number;
    throughWave?: number;
    resume?: boolean;
  }
}
