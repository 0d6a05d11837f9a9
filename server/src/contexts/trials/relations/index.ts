import { checked, coverage, map, mapped, universe } from './members.ts'
import { mine, owned } from './owned.ts'
import type { Relation } from './relation.ts'
import { revisions } from './revisions.ts'
import { cells, data, days, known, lags } from './rows.ts'
import { kpi, market, signal } from './signal.ts'
import { vintages } from './vintages.ts'

/** Everything that metrics ask, each after what it is made of. */
export const RELATIONS: readonly Relation[] = [
  data,
  vintages,
  known,
  days,
  cells,
  lags,
  universe,
  map,
  mapped,
  checked,
  coverage,
  mine,
  owned,
  market,
  signal,
  kpi,
  revisions,
]
