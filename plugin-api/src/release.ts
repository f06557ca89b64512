/** Names a release: unique in its namespace. */
export interface Release {
  /** DNS-1123 subdomain of at most 53 characters, as for Helm. */
  readonly name: string;
  readonly namespace: string;
}
