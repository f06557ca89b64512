// Everything a plain scalar may be taken for by YAML 1.1 (yaml.org/type: null, bool, int, float, timestamp, merge,
// value), by the YAML 1.2 core schema, or by go-yaml, which mixes both and reads Kubernetes' manifests.
const WORD = /^(?:~|null|y|yes|n|no|true|false|on|off|=|<<|[-+]?\.inf|\.nan)$/i;
const NUMERIC_START = /^[-+.0-9eE]/;
const INTEGER = /^[-+]?(?:[0-9]+|0b[01]*|0o[0-7]*|0x[0-9a-f]*)$/i;
// `e1` is a float to the yaml library, which reads YAML 1.1 as well.
const FLOAT = /^[-+]?[0-9]*(?:\.[0-9]*)?(?:e[-+]?[0-9]*)?$/i;
const SEXAGESIMAL = /^[-+]?[0-9]+(?::[0-9]+)+(?:\.[0-9]*)?$/;
const TIMESTAMP = /^[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}(?:[Tt \t].*)?$/;
// At column 0 a document would begin or end.
const MARKER = /^(?:---|\.\.\.)(?:[ \t]|$)/;

/** Whether some reader of YAML would see something else than text if `text` were printed without quotes. */
export function isAmbiguous(text: unknown): boolean {
  if (typeof text !== 'string') return false;
  return WORD.test(text) || MARKER.test(text) || (NUMERIC_START.test(text) && isNumeric(text));
}

function isNumeric(text: string): boolean {
  // YAML 1.1 allows underscores between digits, go-yaml anywhere.
  const digits = text.replaceAll('_', '');
  // Without a digit the pattern for floats would claim `+` and `e`; the point alone is a float to some.
  const float = (/[0-9]/.test(digits) || /^[-+]?\.$/.test(digits)) && FLOAT.test(digits);
  return float || INTEGER.test(digits) || SEXAGESIMAL.test(digits) || TIMESTAMP.test(text);
}
