import type { Platform } from '../tools/test/platform.ts'

export interface Figure {
  /** What was measured, with its sizes: `s3 PUT 64 MiB`. */
  scenario: string
  figure: number
  unit: 'us' | 'ms' | 's' | 'MB/s' | 's/GB' | 'per s' | 'x'
}

export type Scenario = (platform: Platform) => Promise<Figure[]>

/** Milliseconds of each of `times` runs of `work`, sorted. */
export async function timed(times: number, work: (run: number) => Promise<unknown>) {
  const runs: number[] = []
  for (let run = 0; run < times; run += 1) {
    const started = performance.now()
    await work(run)
    runs.push(performance.now() - started)
  }
  return runs.sort((one, other) => one - other)
}

export function median(sorted: readonly number[]): number {
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN
}
