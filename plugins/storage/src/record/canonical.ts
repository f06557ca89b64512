import { Buffer } from 'node:buffer';
import { parseJson, stringifyJson } from '@sherpack/yaml/json';
import type { Revision } from '@sherpack/plugin-api';

/** The one spelling of a revision: members in the order of their names, numbers exact, no blanks. */
export function canonicalJson(revision: Revision): Uint8Array {
  return Buffer.from(stringifyJson(revision, { sortKeys: true }));
}

/** The JSON was checked by its digest: what does not parse is a defect of the writer. */
export function parseRevision(json: Uint8Array): Revision {
  return parseJson(new TextDecoder().decode(json), { exactNumbers: true }) as Revision;
}
