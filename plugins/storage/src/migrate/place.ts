import type { JsonObject } from '@sherpack/plugin-api';
import { errors } from '../errors.ts';
import type { Place } from '../signpost.ts';

/** The option of each driver that a target on the command line sets. */
const TARGET_OPTIONS: Readonly<Record<string, string>> = Object.freeze({ file: 'path', sql: 'url' });

/**
 * `secrets`, `file:/srv/releases`, `sql:postgres://…`.
 *
 * @throws STORAGE_SETTING_INVALID for a target of a driver that has none
 */
export function parsePlace(text: string): Place {
  const colon = text.indexOf(':');
  if (colon < 0) return { driver: text, options: {} };
  const [driver, target] = [text.slice(0, colon), text.slice(colon + 1)];
  const option = TARGET_OPTIONS[driver];
  if (option === undefined) throw errors.SETTING_INVALID(`driver for --to`, driver, `a driver without a target, or one of ${Object.keys(TARGET_OPTIONS).map((name) => `${name}:…`).join(', ')}`);
  return { driver, options: { [option]: target } };
}

/** What a signpost may say: whoever follows it brings the password himself. */
export function withoutPassword({ driver, options }: Place): Place {
  const { url } = options;
  if (typeof url !== 'string' || !URL.canParse(url)) return { driver, options };
  const address = new URL(url);
  address.password = '';
  address.searchParams.delete('password');
  return { driver, options: { ...options, url: address.href } as JsonObject };
}
