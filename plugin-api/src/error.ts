/** Where in the user's input something is wrong. Lines and columns count from 1. */
export interface SourceLocation {
  readonly file?: string;
  readonly line?: number;
  readonly column?: number;
  /** Some lines around the place with a caret, ready to print. Never holds secrets. */
  readonly excerpt?: string;
  /** Says which input it was when it is no file: `--set image.tag`, an archive entry, an object. */
  readonly input?: string;
}

/** The process exit codes of Sherpack. */
export type ExitCode =
  | 0 // done
  | 1 // failed
  | 2 // usage or configuration
  | 3 // difference found, only with --exit-code
  | 4 // invalid input: lint, validate, test
  | 5 // cluster or registry not reachable or forbidden
  | 6 // refused by a guard
  | 130; // interrupted

/** What a factory of `errors.ts` fills in. */
export interface ErrorDetails {
  readonly message: string;
  /** What to do next, in the imperative. */
  readonly hint?: string | undefined;
  readonly location?: SourceLocation | undefined;
  readonly cause?: unknown;
  /** Address of a page that explains more. */
  readonly docs?: string | undefined;
  /** Defaults to 1. */
  readonly exitCode?: ExitCode | undefined;
  /** Further findings of the same kind, printed below the first. */
  readonly others?: readonly SherpackError[] | undefined;
}

const BRAND = 'sherpack.io/error';

/**
 * The one error that people see. Plugins make it through {@link defineErrors}, never by `new`.
 * Recognised by brand and not by class, for every plugin may carry its own copy of this package.
 */
export class SherpackError extends Error {
  readonly brand = BRAND;
  readonly code: string;
  readonly hint: string | undefined;
  readonly location: SourceLocation | undefined;
  readonly docs: string | undefined;
  readonly exitCode: ExitCode;
  readonly others: readonly SherpackError[];
  /** Set by the kernel's guard: who threw, and where in the lifecycle. */
  plugin: string | undefined;
  hook: string | undefined;

  constructor(code: string, details: ErrorDetails) {
    super(details.message, details.cause === undefined ? undefined : { cause: details.cause });
    this.name = 'SherpackError';
    this.code = code;
    this.hint = details.hint;
    this.location = details.location;
    this.docs = details.docs;
    this.exitCode = details.exitCode ?? 1;
    this.others = details.others ?? [];
  }
}

export function isSherpackError(value: unknown): value is SherpackError {
  return value instanceof Error && (value as { brand?: unknown }).brand === BRAND;
}

type Factories<Table> = {
  readonly [Code in keyof Table]: Table[Code] extends (...args: infer Args) => ErrorDetails
    ? (...args: Args) => SherpackError
    : never;
};

/**
 * Makes the error factories of a plugin: one per code, each a function that returns the details.
 *
 * @param prefix the plugin's name; `crd` gives codes `CRD_…`
 * @param table code (without prefix) → function returning the details
 * @example export const errors = defineErrors('crd', { FIELD_REMOVED: (path: string) => ({ message: `…${path}` }) })
 */
export function defineErrors<Table extends Record<string, (...args: never[]) => ErrorDetails>>(
  prefix: string,
  table: Table,
): Factories<Table> {
  const start = prefix.replaceAll('-', '_').toUpperCase();
  const factories = Object.entries(table).map(([code, details]) => [
    code,
    (...args: never[]) => new SherpackError(`${start}_${code}`, details(...args)),
  ]);
  return Object.fromEntries(factories) as Factories<Table>;
}
