/** Messages for people, on standard error. Never hand a secret to it. */
export interface Log {
  debug(message: string): void;
  info(message: string): void;
  warn(message: string): void;
}
