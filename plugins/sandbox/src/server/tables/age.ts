const minute = 60;
const hour = 60 * minute;
const day = 24 * hour;

/** How long ago, the way kubectl prints it (apimachinery, duration.HumanDuration). */
export function ageOf(time: string | undefined, now: number): string {
  if (!time) return '<unknown>';
  return humanDuration(Math.floor((now - Date.parse(time)) / 1000));
}

export function humanDuration(seconds: number): string {
  if (seconds < -1) return '<invalid>';
  if (seconds < 2 * minute) return `${Math.max(0, seconds)}s`;
  if (seconds < 10 * minute) return parts(seconds, minute, 'm', 1, 's');
  if (seconds < 3 * hour) return `${Math.floor(seconds / minute)}m`;
  if (seconds < 8 * hour) return parts(seconds, hour, 'h', minute, 'm');
  if (seconds < 2 * day) return `${Math.floor(seconds / hour)}h`;
  if (seconds < 8 * day) return parts(seconds, day, 'd', hour, 'h');
  if (seconds < 2 * 365 * day) return `${Math.floor(seconds / day)}d`;
  if (seconds < 8 * 365 * day) return parts(seconds, 365 * day, 'y', day, 'd');
  return `${Math.floor(seconds / (365 * day))}y`;
}

function parts(seconds: number, large: number, largeUnit: string, small: number, smallUnit: string): string {
  const rest = Math.floor((seconds % large) / small);
  const head = `${Math.floor(seconds / large)}${largeUnit}`;
  return rest === 0 ? head : `${head}${rest}${smallUnit}`;
}
