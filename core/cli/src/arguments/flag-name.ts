/** `createNamespace` → `create-namespace`: how an option's key is written on the command line. Letters stay: `-A`. */
export function flagName(key: string): string {
  if (key.length === 1) return key;
  return key.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
}

/** With its dashes: `-n`, `--namespace`. */
export function dashed(name: string): string {
  return name.length === 1 ? `-${name}` : `--${name}`;
}
