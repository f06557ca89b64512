import type { Signature } from '../functions/signature.ts';

export type Methods = Readonly<Record<string, Signature>>;

/** A Go struct or pointer with methods: `time.Time`, `*semver.Version`, `.Files`. */
export abstract class Host {
  abstract readonly type: string;
  abstract readonly kind: 'struct' | 'ptr' | 'map' | 'int64' | 'int';
  /** Called by name in templates; each takes the object as its first argument. */
  abstract readonly methods: Methods;

  /** Exported fields; undefined: there is none of that name. */
  fields(): Readonly<Record<string, unknown>> {
    return {};
  }

  /** What Go's `String()` gives, if the type has one. */
  text(): string | undefined {
    return undefined;
  }

  /** What `{{ . }}` prints, where Go can take the address of a field and so finds methods of its pointer. */
  printed(): string | undefined {
    return this.text();
  }

  /** Fields that printing shows, those that templates cannot reach among them. */
  shown(): Readonly<Record<string, unknown>> {
    return this.fields();
  }

  /** What Go's JSON encoder sees. */
  json(): unknown {
    return this.fields();
  }
}
