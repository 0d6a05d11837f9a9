import type { Duckdb } from '../../../foundation/duckdb.ts'
import type { Charter } from '../model/charter.ts'
import { lagsFor, mean, neweyWestT } from '../model/statistics.ts'
import { SIGNAL_NEEDS } from '../relations/signal.ts'
import { countOf, numberOf, textOf } from './answers.ts'

export const RETURN_NEEDS = [...SIGNAL_NEEDS, 'prices'] as const

const HORIZON_DAYS = 5
const COST_BPS = 10
/** With fewer on a day, an order says nothing. */
const ENTITIES_LEAST = 3

export function horizonOf({ signal }: Pick<Charter, 'signal'>): number {
  return signal?.horizonDays ?? HORIZON_DAYS
}

export function costOf({ signal }: Pick<Charter, 'signal'>): number {
  return signal?.costBps ?? COST_BPS
}

/**
 * `scored` (`a`, `i`, `s`, `k`, `r`): the signal of a relation beside the return from the first
 * trading day after it was known (`k`), over `days` trading days.
 */
export function scored(signal: string, days: number): string {
  return `
    WITH sessions AS (SELECT DISTINCT d, k FROM market),
         entries AS (SELECT x.a, sessions.k FROM (SELECT DISTINCT a FROM ${signal}) x
                     ASOF JOIN sessions ON x.a < sessions.d),
         scored AS (SELECT g.a, g.i, g.s, entries.k, later.p / entry.p - 1 AS r
                    FROM ${signal} g JOIN entries USING (a)
                    JOIN market entry ON entry.i = g.i AND entry.k = entries.k
                    JOIN market later ON later.i = g.i AND later.k = entries.k + ${days})`
}

/** The rank of a value among those of its day; equal ones share the middle of theirs. */
export function averageRank(value: string, of = ''): string {
  const day = of === '' ? '' : `PARTITION BY ${of} `
  const same = of === '' ? value : `${of}, ${value}`
  return (
    `rank() OVER (${day}ORDER BY ${value}) + ` + `(count(*) OVER (PARTITION BY ${same}) - 1) / 2.0`
  )
}

export interface DayIc {
  a: string
  ic: number
  n: number
}

/** Day by day, how well the order of the signal is the order of the returns (Spearman). */
export async function dailyIcs(db: Duckdb, signal: string, days: number): Promise<DayIc[]> {
  const rows = await db.rows(
    `${scored(signal, days)},
     ranked AS (SELECT a, ${averageRank('s', 'a')} AS x, ${averageRank('r', 'a')} AS y FROM scored)
     SELECT a::VARCHAR AS a, corr(x, y) AS ic, count(*)::DOUBLE AS n FROM ranked GROUP BY a
     HAVING count(*) >= ${ENTITIES_LEAST} AND stddev_pop(x) > 0 AND stddev_pop(y) > 0 ORDER BY a`,
  )
  return rows.map((row) => ({ a: textOf(row.a), ic: numberOf(row.ic), n: countOf(row.n) }))
}

/** The mean of daily numbers, and how many standard errors it lies off zero. */
export function strength(ics: readonly DayIc[], days: number): { ic: number; t: number } {
  const values = ics.map(({ ic }) => ic)
  return { ic: mean(values), t: neweyWestT(values, lagsFor(values.length, days)) }
}

/** What a sum of daily numbers has come to, day by day. */
export function cumulated(ics: readonly DayIc[], series?: string) {
  let sum = 0
  return ics.map(({ a, ic }) => {
    sum += ic
    return { x: a, y: sum, ...(series !== undefined && { series }) }
  })
}

export const NO_DAYS = 'two days with a signal and a later return of at least 3 entities'
