import type Core from 'ajv/dist/core.js';
import type { Options } from 'ajv/dist/core.js';

export type SchemaDraft = 'draft-04' | 'draft-07' | '2019-09' | '2020-12';

const metaValidators = new Map<SchemaDraft, Promise<Core.default>>();

/** What `$schema` names; draft-06 is read as draft-07, draft-03 as draft-04. Undefined when it names no draft. */
export function declaredDraft(schema: object | boolean): SchemaDraft | undefined {
  const name = typeof schema === 'object' && '$schema' in schema ? String(schema.$schema) : '';
  if (/draft-0[34]\b/.test(name)) return 'draft-04';
  if (/draft-0[67]\b/.test(name)) return 'draft-07';
  if (/2019-09\b/.test(name)) return '2019-09';
  return /2020-12\b/.test(name) ? '2020-12' : undefined;
}

/** A fresh ajv for the draft; every dialect is a module of its own and loaded only when asked for. */
export async function createAjv(draft: SchemaDraft, options: Options): Promise<Core.default> {
  switch (draft) {
    case 'draft-04':
      return new (await import('ajv-draft-04')).default.default(options);
    case 'draft-07':
      return new (await import('ajv')).default.default(options);
    case '2019-09':
      return new (await import('ajv/dist/2019.js')).default.default(options);
    case '2020-12':
      return new (await import('ajv/dist/2020.js')).default.default(options);
  }
}

/** An ajv that checks schemas against the schema of their draft; compiled once, it keeps nothing of what it checks. */
export async function metaValidator(draft: SchemaDraft): Promise<Core.default> {
  const known = metaValidators.get(draft);
  if (known) return known;
  const created = createAjv(draft, { allErrors: true, validateFormats: false, logger: false, strict: false });
  metaValidators.set(draft, created);
  return created;
}
