import { equalValues } from '@sherpack/field-set/equal';
import { readObject } from '../schemas/json-path.ts';
import { quotaUsage } from '../server/quota-admission.ts';
import { amountOf, hardOf } from '../server/quota-usage.ts';
import { keyFor } from './client.ts';
import type { Controller } from './controller.ts';

const bucket = 'resourcequotas';

/** Says in every ResourceQuota how much of it is used (pkg/controller/resourcequota). */
export const resourceQuotas: Controller = {
  name: 'resourcequota-controller',
  watches: ['*'],
  affected: ({ key }, client) => {
    if (key.bucket === bucket) return [key];
    const isCounted = key.namespace !== '' && key.bucket !== 'events';
    return isCounted ? client.list(bucket, key.namespace).map((quota) => keyFor(bucket, quota)) : [];
  },
  async reconcile(key, client) {
    const quota = client.get(key);
    if (!quota) return;
    const hard = hardOf(quota);
    const usage = quotaUsage(client.ctx, quota);
    const status = { hard, used: Object.fromEntries(Object.keys(hard).map((name) => [name, amountOf(usage, name)])) };
    if (!equalValues(readObject(quota, 'status'), status)) await client.updateStatus(key, () => status);
  },
};
