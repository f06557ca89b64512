import { hookEvents } from '@sherpack/plugin-api';
import type { Manifest } from '@sherpack/plugin-api';

export function isHook({ object }: Pick<Manifest, 'object'>): boolean {
  return hookEvents(object).length > 0;
}

export function isTestHook({ object }: Pick<Manifest, 'object'>): boolean {
  return hookEvents(object).some((event) => event === 'test' || event === 'test-success');
}
