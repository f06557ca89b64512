import { spawn } from 'node:child_process';

/**
 * A shell that waits until this process is gone, however it went, and then kills what the pid file lists, top to
 * bottom, and removes what is of no use without them. An exit handler does not run after a kill -9, and servers written in Go do not notice
 * that their parent died. In an orderly stop the pid file is removed first, so that the shell finds nothing to do.
 */
const script = 'trap "" INT TERM HUP; cat >/dev/null; if [ -f "$1" ]; then while read -r pid; do kill -9 "$pid" 2>/dev/null; done <"$1"; rm -rf "$1" "$2"; fi';

/** Starts the shell. Its own session, because Ctrl-C must not end it before it has done its work. */
export function startGuard(pidFile: string, remains: string): void {
  const child = spawn('/bin/sh', ['-c', script, 'sh', pidFile, remains], { stdio: ['pipe', 'ignore', 'ignore'], detached: true });
  child.on('error', () => {});
  child.unref();
  (child.stdin as unknown as { unref(): void }).unref();
}
