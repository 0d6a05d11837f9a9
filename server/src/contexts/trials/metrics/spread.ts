import type { Inputs } from '../model/metric.ts'
import { countOf, numberOf, textOf } from './answers.ts'
import { costOf, horizonOf, scored } from './returns.ts'

const GROUPS = 5
const BPS = 10_000

export interface DaySpread {
  a: string
  /** Top less bottom fifth, by trading day, after cost, in basis points. */
  netBps: number
  /** Share of both legs that was not in them the time before. */
  turnover: number
}

/** What the highest fifth earned over the lowest, rebalanced whenever a signal was new. */
export async function dailySpreads({
  db,
  charter,
}: Pick<Inputs, 'db' | 'charter'>): Promise<DaySpread[]> {
  const days = horizonOf(charter)
  const rows = await db.rows(
    `${scored('signal', days)},
     fifths AS (SELECT a, i, r, ntile(${GROUPS}) OVER (PARTITION BY a ORDER BY s, i) AS q,
                       count(*) OVER (PARTITION BY a) AS n FROM scored),
     legs AS (SELECT a, i, r, q, dense_rank() OVER (ORDER BY a) AS k FROM fifths
              WHERE n >= ${GROUPS} AND q IN (1, ${GROUPS})),
     spreads AS (SELECT k, any_value(a) AS a, count(*) AS n,
                        avg(r) FILTER (q = ${GROUPS}) - avg(r) FILTER (q = 1) AS spread
                 FROM legs GROUP BY k),
     kept AS (SELECT now.k, count(*) AS n FROM legs now JOIN legs before
              ON before.k = now.k - 1 AND before.i = now.i AND before.q = now.q GROUP BY now.k)
     SELECT a::VARCHAR AS a, spread, 1 - coalesce(kept.n, 0) / spreads.n AS turnover
     FROM spreads LEFT JOIN kept USING (k) ORDER BY k`,
  )
  const cost = costOf(charter)
  return rows.map((row) => {
    const turnover = countOf(row.turnover)
    const netBps = (numberOf(row.spread) * BPS - 2 * cost * turnover) / days
    return { a: textOf(row.a), netBps, turnover }
  })
}
