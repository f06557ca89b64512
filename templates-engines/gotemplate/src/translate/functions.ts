/** Functions that a helper of the same name, with its arguments in the same order, stands for; and what that gives. */
const TEXTS = [
  'upper', 'lower', 'title', 'untitle', 'swapcase', 'trim', 'trimAll', 'trimPrefix', 'trimSuffix', 'replace', 'trunc', 'substr', 'nospace', 'repeat', 'initials', 'plural',
  'cat', 'print', 'println', 'printf', 'quote', 'squote', 'indent', 'nindent', 'toString', 'join', 'toYaml', 'toJson', 'toRawJson', 'toPrettyJson',
  'b64enc', 'b64dec', 'b32enc', 'b32dec', 'sha1sum', 'sha256sum', 'sha512sum', 'adler32sum', 'regexFind', 'regexReplaceAll', 'regexReplaceAllLiteral', 'regexQuoteMeta',
  'base', 'dir', 'ext', 'clean', 'fail', 'kindOf', 'snakecase', 'kebabcase', 'urlquery',
];
const NUMBERS = ['add', 'add1', 'sub', 'mul', 'div', 'mod', 'max', 'min', 'int', 'int64', 'float64', 'atoi', 'floor', 'ceil', 'round', 'len'];
const TESTS = [
  'eq', 'ne', 'lt', 'le', 'gt', 'ge', 'hasPrefix', 'hasSuffix', 'contains', 'hasKey', 'has', 'kindIs', 'regexMatch', 'semverCompare', 'isAbs',
];
const OTHERS = [
  'list', 'tuple', 'first', 'last', 'rest', 'initial', 'append', 'push', 'prepend', 'concat', 'without', 'uniq', 'reverse', 'sortAlpha', 'slice', 'chunk', 'splitList', 'until', 'untilStep',
  'get', 'keys', 'pick', 'omit', 'merge', 'mergeOverwrite', 'deepCopy', 'pluck', 'dig', 'index', 'fromYaml', 'fromJson', 'fromYamlArray', 'fromJsonArray', 'regexFindAll', 'regexSplit', 'required', 'lookup',
];

/** Whether what the helper gives is a text, a number or a switch, which `{{#if}}` takes as Go does. */
export const SAME_HELPERS: ReadonlyMap<string, boolean> = new Map([
  ...[...TEXTS, ...NUMBERS, ...TESTS].map((name) => [name, true] as const),
  ...OTHERS.map((name) => [name, false] as const),
]);

/** Why a function has no counterpart. */
export const REASONS: Readonly<Record<string, string>> = {
  tpl: 'tpl reads texts with Go templates in them',
  set: 'set changes a map in place; the helper of that name gives a copy',
  unset: 'unset changes a map in place; the helper of that name gives a copy',
  camelcase: 'camelcase begins with a small letter in Handlebars',
  values: 'values is what Handlebars templates call the values of the pack',
};
