import type { Issue } from '../manifests.ts';
import type { JsonObject } from '../json.ts';
import type { PackFile } from '../pack.ts';
import type { SourceLocation } from '../error.ts';
import { defineExtensionPoint } from '../extension-point.ts';

/** What templates can ask of the outside. Rendering is synchronous, so answers are recorded before. */
export interface RecordedAnswers {
  /** Undefined: not recorded yet; the engine then reports the question in `missing` and goes on with an empty answer. */
  lookup(question: LookupQuestion): unknown;
  /** Milliseconds since the epoch. */
  now(): number;
  /** Random bytes; the same sequence in every repetition of a rendering. */
  randomBytes(count: number): Uint8Array;
}

export interface LookupQuestion {
  readonly apiVersion: string;
  readonly kind: string;
  readonly namespace: string;
  /** Empty: list. */
  readonly name: string;
}

/** The objects that templates see. */
export interface TemplateContext {
  readonly values: JsonObject;
  readonly release: {
    readonly name: string;
    readonly namespace: string;
    readonly revision: number;
    readonly isInstall: boolean;
    readonly isUpgrade: boolean;
    /** Who releases: charts of Helm are told that it is Helm. */
    readonly service: 'Sherpack' | 'Helm';
  };
  /** Metadata of Pack.yaml. */
  readonly pack: JsonObject;
  readonly capabilities: {
    readonly kubeVersion: { readonly version: string; readonly major: string; readonly minor: string };
    readonly apiVersions: readonly string[];
  };
  /** The pack's own files but its templates. */
  readonly files: ReadonlyMap<string, PackFile>;
  /** What charts of Helm see instead of {@link pack}: Chart.yaml with the names that Go has for its keys (`AppVersion`). */
  readonly chart?: JsonObject | undefined;
  /** Contexts of the packs below this one, by name, where templates may look into them (`.Subcharts`). */
  readonly subcharts?: ReadonlyMap<string, TemplateContext> | undefined;
}

/** A template of the pack. */
export interface TemplateSource {
  /** `web/templates/deployment.yaml`, unique in the rendering. */
  readonly name: string;
  readonly text: string;
  /** Holds definitions only and gives no output: base name begins with `_`. */
  readonly partial: boolean;
}

/** Called while rendering, for debugger, coverage, trace and provenance. Must not change anything. */
export interface RenderProbe {
  (event: { readonly kind: 'enter' | 'leave' | 'expression'; readonly template: string; readonly line: number; readonly column: number; readonly detail?: string;
    /** What the expression sees: `this`, `@index`, block parameters. Costs nothing unless called, and only during the event. */
    readonly scope?: () => JsonObject }): void;
}

export interface RenderRequest {
  readonly templates: readonly TemplateSource[];
  /** Names of the templates to render; partials are never among them. */
  readonly entries: readonly string[];
  readonly context: TemplateContext;
  /**
   * Contexts of entries that have another one, by name: templates of several charts rendered as one, where what one
   * changes in its values the others see. Values that are the same object in two contexts stay the same in the templates.
   */
  readonly contexts?: ReadonlyMap<string, TemplateContext> | undefined;
  readonly answers: RecordedAnswers;
  readonly strict: boolean;
  readonly options: JsonObject;
  readonly limits: RenderLimits;
  readonly probe?: RenderProbe | undefined;
}

export interface RenderLimits {
  /** Helper calls and loop rounds in one rendering. */
  readonly steps: number;
  /** Characters that one rendering may put out. */
  readonly output: number;
  /** Nested includes. */
  readonly depth: number;
  /** Milliseconds that one rendering may take; a net below the other limits. */
  readonly time?: number | undefined;
}

export const DEFAULT_RENDER_LIMITS: RenderLimits = Object.freeze({ steps: 5_000_000, output: 64 * 1024 * 1024, depth: 100 });

export interface RenderedTemplate {
  readonly name: string;
  readonly text: string;
  /** For each line of `text` (from 0) the line of the template that wrote it, from 1; empty if the engine cannot tell. */
  readonly lines: readonly number[];
}

export interface RenderResult {
  readonly outputs: readonly RenderedTemplate[];
  /** Questions without a recorded answer: the caller answers them and renders again. */
  readonly missing: readonly LookupQuestion[];
}

export interface ParsedTemplate {
  readonly name: string;
  readonly issues: readonly Issue[];
  /** Paths into `values` that the template reads, with their places: for completion and lint. */
  readonly references: readonly { readonly path: readonly string[]; readonly location: SourceLocation }[];
  /** Names that the template defines and includes. */
  readonly defines: readonly string[];
  readonly includes: readonly string[];
  /** Every place that reports `expression` to a probe: what coverage counts against. Absent if the engine cannot tell. */
  readonly expressions?: readonly { readonly line: number; readonly column: number; readonly detail: string }[];
}

/**
 * A template engine. Never touches files, network, clock or environment; reaches nothing but its request.
 *
 * Conformance: `@sherpack/plugin-kit` suite `template-engine`.
 */
export interface TemplateEngine {
  /** The key that `engine:` in Pack.yaml names. */
  readonly name: string;
  /** File suffixes that choose this engine for one file, whatever the pack says: `.hbs`. Cut from the output's name. */
  readonly suffixes: readonly string[];
  /** Tolerates errors: reports them and reads on. */
  parse(source: TemplateSource, options: JsonObject): ParsedTemplate;
  /** @throws an error with file, line, column and excerpt */
  render(request: RenderRequest): RenderResult;
}

export const templateEngines = defineExtensionPoint<TemplateEngine>('template-engine', 'template engine');
