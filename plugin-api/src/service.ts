declare const serviceType: unique symbol;

/** Names a service. Two tokens with the same id are the same service, whichever copy of a package made them. */
export interface ServiceToken<Service> {
  readonly id: string;
  /** Exists for the type checker only. */
  readonly [serviceType]?: Service;
}

export function defineService<Service>(id: string): ServiceToken<Service> {
  return Object.freeze({ id });
}

export type ServiceOf<Token> = Token extends ServiceToken<infer Service> ? Service : never;

/** What `uses: { … }` becomes in `setup`: one getter per token; its provider is loaded at the first call. */
export type ServiceGetters<Uses> = { readonly [Name in keyof Uses]: () => Promise<ServiceOf<Uses[Name]>> };
