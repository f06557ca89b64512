// js-yaml turns keys which are no scalars into text: a mapping into this, a list into its entries joined by commas.
const MAPPING_AS_TEXT = '[object Object]';
const MAY_BE_KEY = /[\]}]\s*:|(?:^|\s)\?\s|\*[^\s*]+\s+:/;
// A comment has to reach the end of its line, or a row of # would be matched in exponentially many ways.
const KEY_INDICATOR = /(?:[ \t\r\n]|#[^\r\n]*(?=[\r\n]|$))*:/y;

export class ComplexKeyError extends Error {
  /** 0-based, where the list or mapping that stands as a key was found. */
  readonly offset: number;

  constructor(offset: number) {
    super('a list or mapping cannot be a key (text with {{ }} has to be quoted)');
    this.offset = offset;
  }
}

/** A cheap look at the text: false when no list or mapping can stand before a `:`. */
export function mayHaveComplexKey(text: string): boolean {
  return MAY_BE_KEY.test(text);
}

/** To be called where a list or mapping ended. */
export function refuseComplexKey(text: string, end: number): void {
  KEY_INDICATOR.lastIndex = end;
  if (KEY_INDICATOR.test(text)) throw new ComplexKeyError(Math.max(0, end - 1));
}

/** Finds what has no `:`: `name: {{ value }}` is a mapping whose key is a mapping, with null as value. */
export function refuseMappingAsKey(value: unknown, text: string): void {
  if (!text.includes('{') || text.includes(MAPPING_AS_TEXT) || !hasMappingKey(value)) return;
  throw new ComplexKeyError(Math.max(0, text.search(/\{\s*\{/)));
}

function hasMappingKey(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return false;
  if (Array.isArray(value)) return value.some(hasMappingKey);
  return Object.entries(value).some(([key, child]) => key.includes(MAPPING_AS_TEXT) || hasMappingKey(child));
}
