export interface Counts {
  passed: number
  failed: number
  /** Each names its reason. */
  skips: readonly string[]
}

export const noCounts: Counts = { passed: 0, failed: 0, skips: [] }

export function addCounts(one: Counts, other: Counts): Counts {
  return {
    passed: one.passed + other.passed,
    failed: one.failed + other.failed,
    skips: [...one.skips, ...other.skips],
  }
}

/** In CI only a kernel feature that the host lacks excuses a skip, or Iceberg's kit itself. */
export function printCounts(counts: Counts): void {
  for (const reason of counts.skips) console.log(`skipped: ${reason}`)
  console.log(`${counts.passed} passed, ${counts.failed} failed, ${counts.skips.length} skipped`)
}

const ACCEPTED_IN_CI = /^kernel: |: not of this catalog$/

/** Turns skips that CI does not accept into failures. */
export function strictInCi(counts: Counts, ci: boolean): Counts {
  if (!ci) return counts
  const refused = counts.skips.filter((reason) => !ACCEPTED_IN_CI.test(reason))
  for (const reason of refused) console.error(`FAILED a skip that CI does not accept: ${reason}`)
  return {
    ...counts,
    failed: counts.failed + refused.length,
    skips: counts.skips.filter((reason) => ACCEPTED_IN_CI.test(reason)),
  }
}
