import type { HeaderTable } from './transport.ts';
import { headerValues } from './transport.ts';

// warn-code SP warn-agent SP warn-text [SP warn-date], RFC 7234 section 5.5; several may stand in one header.
const WARNING = /\s*\d{3} \S+ "((?:[^"\\]|\\.)*)"(?: "[^"]*")?\s*(?:,|$)/y;

/** The texts of the Warning headers, each once, in their order. */
export function warningsOf(headers: HeaderTable): readonly string[] {
  const texts = headerValues(headers, 'warning').flatMap(parseWarnings);
  return [...new Set(texts)];
}

function parseWarnings(header: string): string[] {
  const texts: string[] = [];
  WARNING.lastIndex = 0;
  while (WARNING.lastIndex < header.length) {
    const match = WARNING.exec(header);
    if (match === null) break;
    texts.push((match[1] ?? '').replaceAll(/\\(.)/g, '$1'));
  }
  return texts;
}
