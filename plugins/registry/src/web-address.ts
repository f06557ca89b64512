import { errors } from './errors.ts';

/** An address as a URL. @throws REGISTRY_REFERENCE */
export function webAddress(text: string): URL {
  if (URL.canParse(text)) return new URL(text);
  throw errors.REFERENCE(text, 'it is no address');
}
