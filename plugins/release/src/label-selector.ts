import { parseLabelSelector } from '@sherpack/plugin-api';
import type { LabelMatcher } from '@sherpack/plugin-api';
import { errors } from './errors.ts';

/** @throws RELEASE_SELECTOR_INVALID */
export function parseSelector(text: string): LabelMatcher {
  const matches = parseLabelSelector(text);
  if (matches === undefined) throw errors.SELECTOR_INVALID(text);
  return matches;
}
