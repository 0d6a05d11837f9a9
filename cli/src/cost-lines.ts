import type { RulesPlan } from '@millrace/contract'

const UNITS = ['B', 'KiB', 'MiB', 'GiB', 'TiB']

/** What must be made before what a change opens can be read, and what that takes. */
export function costLines({ costs, uncosted }: Pick<RulesPlan, 'costs' | 'uncosted'>): string[] {
  return [
    ...costs.map(({ dataset: { database, table }, readBytes, storeBytes, filtered, seconds }) => {
      const read = readBytes === undefined ? '' : `${bytes(readBytes)} to read, `
      const most = filtered ? 'at most ' : ''
      const stored = `${read}${most}${bytes(storeBytes)} to store, about ${seconds} s`
      return `a projection of ${database}.${table} must be made: ${stored}`
    }),
    ...(uncosted > 0 ? [`the cost of ${uncosted} more was not estimated`] : []),
  ]
}

function bytes(count: number): string {
  const step = Math.min(UNITS.length - 1, Math.floor(Math.log2(Math.max(1, count)) / 10))
  return `${Number((count / 1024 ** step).toFixed(1))} ${UNITS[step]}`
}
