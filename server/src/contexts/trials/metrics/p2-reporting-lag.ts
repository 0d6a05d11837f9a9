import { numberText } from '../model/band.ts'
import type { MetricDefinition } from '../model/metric.ts'
import { countOf, firstRow, numberOf } from './answers.ts'

/** Shares of rows up to each lag, for those seen live and those declared. */
const SHARES = `
  WITH pooled AS (
    SELECT lag, coalesce(sum(n) FILTER (live), 0) AS a, coalesce(sum(n) FILTER (NOT live), 0) AS b
    FROM lags GROUP BY lag),
  shares AS (
    SELECT lag, sum(a) OVER (ORDER BY lag) / nullif(sum(a) OVER (), 0) AS a,
           sum(b) OVER (ORDER BY lag) / nullif(sum(b) OVER (), 0) AS b FROM pooled)`

export const reportingLag: MetricDefinition = {
  id: 'P2',
  name: 'Reporting lag',
  definition:
    'From the end of a row’s period until it could be had: how far what we saw live and what is ' +
    'declared of history lie apart (Kolmogorov-Smirnov).',
  unit: 'KS',
  section: 'History and point in time',
  proposal: { direction: 'at-most', limit: 0.2 },
  needs: ['rows', 'event time', 'availability'],
  async measure({ db }) {
    const row = await firstRow(
      db,
      `${SHARES} SELECT max(abs(a - b)) AS ks, min(lag) FILTER (a >= 0.5) AS a50,
         min(lag) FILTER (a >= 0.95) AS a95, min(lag) FILTER (b >= 0.5) AS b50,
         min(lag) FILTER (b >= 0.95) AS b95, (SELECT sum(n) FROM lags)::DOUBLE AS n FROM shares`,
    )
    const observations = countOf(row.n)
    if (observations === 0) return { observations: 0, missing: 'a row with time and availability' }
    const points = await db.rows(
      `${SHARES} SELECT floor(100 * a) AS a, max(lag) AS lag, 'live' AS series FROM shares
       WHERE a IS NOT NULL GROUP BY 1
       UNION ALL SELECT floor(100 * b), max(lag), 'declared' FROM shares
       WHERE b IS NOT NULL GROUP BY 1 ORDER BY series, lag`,
    )
    const said = (name: string, half: unknown, most: unknown) =>
      half === null
        ? `nothing ${name}`
        : `${name}: median ${numberText(Number(half))} h, p95 ${numberText(Number(most))} h`
    const { a50, a95, b50, b95 } = row
    const compared = row.ks !== null
    return {
      value: compared ? numberOf(row.ks) : countOf(a95 ?? b95),
      text: `${said('live', a50, a95)}; ${said('declared', b50, b95)}`,
      ...(compared ? {} : { noted: true as const }),
      observations,
      plot: {
        kind: 'ecdf',
        xLabel: 'hours after the end of the period',
        yLabel: 'share of rows',
        points: points.map((point) => ({
          ...{ x: countOf(point.lag), y: countOf(point.a) / 100, series: String(point.series) },
        })),
      },
    }
  },
}
