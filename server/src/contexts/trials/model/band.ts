/** The limit that one metric must keep. */
export interface Band {
  metric: string
  direction: 'at-least' | 'at-most'
  limit: number
}

export type Verdict = 'passed' | 'failed' | 'noted' | 'not-computable'

/** Without a band a value is noted; without a value nothing can be kept. */
export function verdictOf(
  value: number | undefined,
  band: Pick<Band, 'direction' | 'limit'> | undefined,
): Verdict {
  if (value === undefined || !Number.isFinite(value)) return 'not-computable'
  if (!band) return 'noted'
  const kept = band.direction === 'at-least' ? value >= band.limit : value <= band.limit
  return kept ? 'passed' : 'failed'
}

/** In words: `at least 95 %`. */
export function gateText({ direction, limit }: Omit<Band, 'metric'>, unit: string): string {
  return `${direction === 'at-least' ? 'at least' : 'at most'} ${numberText(limit)} ${unit}`.trim()
}

/** Four significant digits, without an exponent. */
export function numberText(value: number): string {
  const digits = { maximumSignificantDigits: 4, useGrouping: true } as const
  return value.toLocaleString('en-US', digits)
}
