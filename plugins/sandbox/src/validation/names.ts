import net from 'node:net';

/** Checks of names with the wording of apimachinery's validation; each answers the problems, none when the name is fine. */
export type NameCheck = (name: string) => string[];

interface NameRule {
  readonly pattern: RegExp;
  readonly max: number;
  readonly message: string;
}

const label: NameRule = {
  pattern: /^[a-z0-9]([-a-z0-9]*[a-z0-9])?$/,
  max: 63,
  message: "a lowercase RFC 1123 label must consist of lower case alphanumeric characters or '-', and must start and end with an alphanumeric character (e.g. 'my-name',  or '123-abc', regex used for validation is '[a-z0-9]([-a-z0-9]*[a-z0-9])?')",
};

const dnsName: NameRule = {
  pattern: /^[a-z]([-a-z0-9]*[a-z0-9])?$/,
  max: 63,
  message: "a DNS-1035 label must consist of lower case alphanumeric characters or '-', start with an alphabetic character, and end with an alphanumeric character (e.g. 'my-name',  or 'abc-123', regex used for validation is '[a-z]([-a-z0-9]*[a-z0-9])?')",
};

const subdomain: NameRule = {
  pattern: /^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$/,
  max: 253,
  message: "a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or '.', and must start and end with an alphanumeric character (e.g. 'example.com', regex used for validation is '[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*')",
};

const qualifiedPart: NameRule = {
  pattern: /^([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]$/,
  max: 63,
  message: "must consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character (e.g. 'MyName',  or 'my.name',  or '123-abc', regex used for validation is '([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]')",
};

const labelValue: NameRule = {
  pattern: /^(([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9])?$/,
  max: 63,
  message: "a valid label must be an empty string or consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character (e.g. 'MyValue',  or 'my_value',  or '12345', regex used for validation is '(([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9])?')",
};

const configKey: NameRule = {
  pattern: /^[-._a-zA-Z0-9]+$/,
  max: 253,
  message: "a valid config key must consist of alphanumeric characters, '-', '_' or '.' (e.g. 'key.name',  or 'KEY_NAME',  or 'key-name', regex used for validation is '[-._a-zA-Z0-9]+')",
};

function check(rule: NameRule, text: string): string[] {
  const long = text.length > rule.max ? [`must be no more than ${rule.max} bytes`] : [];
  return rule.pattern.test(text) ? long : [...long, rule.message];
}

export function labelProblems(text: string): string[] {
  return check(label, text);
}

export function subdomainProblems(text: string): string[] {
  return check(subdomain, text);
}

export function labelValueProblems(text: string): string[] {
  return check(labelValue, text);
}

export function configKeyProblems(text: string): string[] {
  if (text === '.' || text === '..') return [`must not be '${text}'`];
  return check(configKey, text);
}

/** `prefix.example/name`, the key of a label or annotation. */
export function qualifiedNameProblems(text: string): string[] {
  const parts = text.split('/');
  if (parts.length > 2) return [`a qualified name ${qualifiedPart.message} with an optional DNS subdomain prefix and '/' (e.g. 'example.com/MyName')`];
  const name = parts.at(-1) ?? '';
  const prefix = parts.length === 2 ? (parts[0] ?? '') : undefined;
  const prefixProblems = prefix === undefined ? [] : prefixPartProblems(prefix);
  if (name === '') return [...prefixProblems, 'name part must be non-empty'];
  return [...prefixProblems, ...check(qualifiedPart, name).map((problem) => `name part ${problem}`)];
}

function prefixPartProblems(prefix: string): string[] {
  if (prefix === '') return ['prefix part must be non-empty'];
  return subdomainProblems(prefix).map((problem) => `prefix part ${problem}`);
}

/** Names that only have to fit into a URL path, as those of roles. */
export function pathSegmentProblems(text: string): string[] {
  if (text === '.' || text === '..') return [`may not be '${text}'`];
  return ['/', '%'].filter((sign) => text.includes(sign)).map((sign) => `may not contain '${sign}'`);
}

export function environmentNameProblems(text: string): string[] {
  if (text === '.' || text === '..') return [`must not be '${text}'`];
  const isPrintable = /^[ -<>-~]+$/.test(text);
  return isPrintable ? [] : ["a valid environment variable name must consist only of printable ASCII characters other than '='"];
}

export function portNameProblems(text: string): string[] {
  if (text.length > 15) return ['must be no more than 15 characters'];
  const isValid = /^[-a-z0-9]+$/.test(text) && /[a-z]/.test(text) && !text.includes('--') && !text.startsWith('-') && !text.endsWith('-');
  return isValid ? [] : ["must contain only alpha-numeric characters (a-z, 0-9), and hyphens ('-')"];
}

export function headerNameProblems(text: string): string[] {
  return /^[-A-Za-z0-9]+$/.test(text) ? [] : ["a valid HTTP header must consist of alphanumeric characters or '-' (e.g. 'X-Header-Name', regex used for validation is '[-A-Za-z0-9]+')"];
}

/** As a label, but it begins with a letter: names of Services, which become names in DNS. */
export function dnsNameProblems(text: string): string[] {
  return check(dnsName, text);
}

export function ipProblems(text: string): string[] {
  return net.isIP(text) === 0 ? ['must be a valid IP address, (e.g. 10.9.8.7 or 2001:db8::ffff)'] : [];
}

/** `10.0.0.0/8`. */
export function cidrProblems(text: string): string[] {
  const [address = '', length = ''] = text.split('/');
  const bits = net.isIPv4(address) ? 32 : 128;
  return net.isIP(address) !== 0 && /^\d+$/.test(length) && Number(length) <= bits ? [] : ['must be a valid CIDR value, (e.g. 10.9.8.0/24 or 2001:db8::/64)'];
}

/** `x.test/name`: a qualified name whose domain must be there. */
export function domainPrefixedProblems(text: string): string[] {
  const at = text.indexOf('/');
  if (at <= 0) return [`must be a domain-prefixed path (such as "acme.io/foo")`];
  return [...subdomainProblems(text.slice(0, at)).map((problem) => `prefix part ${problem}`), ...(text.length === at + 1 ? ['must have a path'] : [])];
}

export function wildcardSubdomainProblems(text: string): string[] {
  return text.startsWith('*.') ? subdomainProblems(text.slice(2)) : ["a wildcard DNS-1123 subdomain must start with '*.', followed by a valid DNS subdomain"];
}
