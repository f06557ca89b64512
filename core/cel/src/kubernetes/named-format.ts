import { parseTimestamp } from '../values/time.ts';
import { Opaque } from '../values/opaque.ts';
import { parseUrl } from './go-url.ts';

/** A format that texts can be held against; `patternSize` is what costs are counted by. */
export class NamedFormat extends Opaque {
  readonly typeName = 'kubernetes.NamedFormat';
  readonly name: string;
  readonly patternSize: number;
  readonly problems: (text: string) => readonly string[];

  constructor(name: string, patternSize: number, problems: (text: string) => readonly string[]) {
    super();
    this.name = name;
    this.patternSize = patternSize;
    this.problems = problems;
  }

  override equals(other: Opaque): boolean {
    return other instanceof NamedFormat && other.name === this.name;
  }
}

const LABEL = "a lowercase RFC 1123 label must consist of lower case alphanumeric characters or '-', and must start and end with an alphanumeric character (e.g. 'my-name',  or '123-abc', regex used for validation is '[a-z0-9]([-a-z0-9]*[a-z0-9])?')";
const SUBDOMAIN = "a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or '.', and must start and end with an alphanumeric character (e.g. 'example.com', regex used for validation is '[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*')";
const OLD_LABEL = "a DNS-1035 label must consist of lower case alphanumeric characters or '-', start with an alphabetic character, and end with an alphanumeric character (e.g. 'my-name',  or 'abc-123', regex used for validation is '[a-z]([-a-z0-9]*[a-z0-9])?')";
const LABEL_VALUE = "a valid label must be an empty string or consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character (e.g. 'MyValue',  or 'my_value',  or '12345', regex used for validation is '(([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9])?')";
const NAME_PART = "name part must consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character (e.g. 'MyName',  or 'my.name',  or '123-abc', regex used for validation is '([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]')";

function pattern(limit: number, expression: RegExp, message: string): (text: string) => string[] {
  return (text) => [...(text.length > limit ? [`must be no more than ${limit} bytes`] : []), ...(expression.test(text) ? [] : [message])];
}

const label = pattern(63, /^[a-z0-9]([-a-z0-9]*[a-z0-9])?$/, LABEL);
const subdomain = pattern(253, /^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$/, SUBDOMAIN);
const oldLabel = pattern(63, /^[a-z]([-a-z0-9]*[a-z0-9])?$/, OLD_LABEL);

/** A prefix may end with a dash: what follows is generated. */
function asPrefix(problems: (text: string) => string[]): (text: string) => string[] {
  return (text) => problems(text.replace(/-$/, 'a'));
}

function qualifiedName(text: string): string[] {
  const parts = text.split('/');
  if (parts.length > 2) return [`a valid label key must consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character (e.g. 'MyName',  or 'my.name',  or '123-abc', regex used for validation is '([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]') with an optional DNS subdomain prefix and '/' (e.g. 'example.com/MyName')`];
  const [first = '', second] = parts;
  return [...(second === undefined ? [] : prefixProblems(first)), ...namePartProblems(second ?? first)];
}

function prefixProblems(prefix: string): string[] {
  return prefix === '' ? ['prefix part must be non-empty'] : subdomain(prefix).map((message) => `prefix part ${message}`);
}

function namePartProblems(name: string): string[] {
  const long = name.length > 63 ? ['name part must be no more than 63 bytes'] : [];
  if (name === '') return ['name part must be non-empty', NAME_PART];
  return /^([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]$/.test(name) ? long : [...long, NAME_PART];
}

function uriProblems(text: string): string[] {
  try {
    parseUrl(text);
    return [];
  } catch (error) {
    return [error instanceof Error ? error.message.replace('URL parse error during conversion from string: ', '') : String(error)];
  }
}

function unless(holds: (text: string) => boolean, message: string): (text: string) => string[] {
  return (text) => (holds(text) ? [] : [message]);
}

function isDate(text: string): boolean {
  return /^\d{4}-\d\d-\d\d$/.test(text) && parseTimestamp(`${text}T00:00:00Z`) !== undefined;
}

const base64 = /^(?:[A-Za-z0-9+/]{4})+(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$|^(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)$/;

/** By the name that expressions use. */
export const namedFormats: Readonly<Record<string, NamedFormat>> = {
  dns1123Label: new NamedFormat('DNS1123Label', 30, label),
  dns1123Subdomain: new NamedFormat('DNS1123Subdomain', 60, subdomain),
  dns1035Label: new NamedFormat('DNS1035Label', 30, oldLabel),
  qualifiedName: new NamedFormat('QualifiedName', 60, qualifiedName),
  dns1123LabelPrefix: new NamedFormat('DNS1123LabelPrefix', 30, asPrefix(label)),
  dns1123SubdomainPrefix: new NamedFormat('DNS1123SubdomainPrefix', 60, asPrefix(subdomain)),
  dns1035LabelPrefix: new NamedFormat('DNS1035LabelPrefix', 30, asPrefix(oldLabel)),
  labelValue: new NamedFormat('LabelValue', 40, pattern(63, /^(([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9])?$/, LABEL_VALUE)),
  uri: new NamedFormat('URI', 1103, uriProblems),
  uuid: new NamedFormat('uuid', 71, unless((text) => /^[0-9a-f]{8}-?[0-9a-f]{4}-?[0-9a-f]{4}-?[0-9a-f]{4}-?[0-9a-f]{12}$/i.test(text), 'does not match the UUID format')),
  byte: new NamedFormat('byte', 84, unless((text) => base64.test(text), 'invalid base64')),
  date: new NamedFormat('date', 71, unless(isDate, 'invalid date')),
  datetime: new NamedFormat('datetime', 71, unless((text) => parseTimestamp(text) !== undefined, 'invalid datetime')),
};
