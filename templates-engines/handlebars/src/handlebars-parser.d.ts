// The package publishes no types for its parser alone; the whole library would load compiler and code generator too.
declare module 'handlebars/dist/cjs/handlebars/compiler/base.js' {
  export function parse(input: string): unknown;
  export const parser: {
    readonly lexer: {
      readonly match: string;
      readonly yylloc: { readonly first_line: number; readonly first_column: number };
    };
  };
}
