import { errors } from '../errors.ts';

/** The time that archives carry: SOURCE_DATE_EPOCH, or 1970. @throws PACK_SOURCE_DATE */
export function sourceDate(environment: Readonly<Record<string, string | undefined>>): number {
  const text = environment['SOURCE_DATE_EPOCH'];
  if (text === undefined || text === '') return 0;
  if (!/^\d{1,11}$/.test(text)) throw errors.SOURCE_DATE(text);
  return Number(text);
}
