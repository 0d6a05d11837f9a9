import type { Inputs } from '../model/metric.ts'
import { countOf, numberOf, textOf } from './answers.ts'
import { costOf, horizonOf, scored } from './returns.ts'

const GROUPS = 5
const BPS = 10_000

export interface DaySpread {
  a: string
  /** Top less bottom fifth, by trading day, after cost, in basis points. */
  netBps: number
  /** Share of both legs that was not in those whose money they took. */
  turnover: number
  /** Number of the trading day on which the legs were bought. */
  session: number
}

/**
 * What the highest fifth earned over the lowest. Legs are held for the horizon; then their money
 * goes into the newest signal, so that what changes hands is what differs between the two.
 */
export async function dailySpreads({
  db,
  charter,
}: Pick<Inputs, 'db' | 'charter'>): Promise<DaySpread[]> {
  const days = horizonOf(charter)
  const rows = await db.rows(
    `${scored('signal', days)},
     fifths AS (SELECT a, k, i, r, ntile(${GROUPS}) OVER (PARTITION BY a ORDER BY s, i) AS q,
                       count(*) OVER (PARTITION BY a) AS n FROM scored),
     legs AS (SELECT * FROM fifths WHERE n >= ${GROUPS} AND q IN (1, ${GROUPS})),
     spreads AS (SELECT a, any_value(k) AS k, count(*) AS n,
                        avg(r) FILTER (q = ${GROUPS}) - avg(r) FILTER (q = 1) AS spread
                 FROM legs GROUP BY a),
     sold AS (SELECT k, max(a) AS a FROM spreads GROUP BY k),
     pairs AS (SELECT now.a, sold.a AS before FROM spreads now
               ASOF JOIN sold ON now.k - ${days} >= sold.k),
     kept AS (SELECT now.a, count(*) AS n FROM legs now JOIN pairs USING (a) JOIN legs before
              ON before.a = pairs.before AND before.i = now.i AND before.q = now.q GROUP BY now.a)
     SELECT a::VARCHAR AS a, k, spread, 1 - coalesce(kept.n, 0) / spreads.n AS turnover
     FROM spreads LEFT JOIN kept USING (a) ORDER BY a`,
  )
  const cost = costOf(charter)
  return rows.map((row) => {
    const turnover = countOf(row.turnover)
    const netBps = (numberOf(row.spread) * BPS - 2 * cost * turnover) / days
    return { a: textOf(row.a), netBps, turnover, session: countOf(row.k) }
  })
}

/** Those that were held one after the other: what overlaps with one before tells the same again. */
export function apart(spreads: readonly DaySpread[], days: number): DaySpread[] {
  let free = Number.NEGATIVE_INFINITY
  return spreads.filter(({ session }) => {
    if (session < free) return false
    free = session + days
    return true
  })
}
