import type { OperandResolver, ReleaseStores } from '@sherpack/plugin-api';
import { checkReleaseName } from '../release-name.ts';

/** An argument that is the name of a release in the namespace. */
export function releaseOperand(stores: () => Promise<ReleaseStores>): OperandResolver {
  return {
    async resolve(text, { namespace, ...access }) {
      if (!isName(text)) return undefined;
      const store = await (await stores()).open(access);
      const head = await store.head({ name: text, namespace });
      return head === undefined ? undefined : `the release "${text}" in namespace "${namespace}"`;
    },
  };
}

function isName(text: string): boolean {
  try {
    return checkReleaseName(text) !== '';
  } catch {
    return false;
  }
}
