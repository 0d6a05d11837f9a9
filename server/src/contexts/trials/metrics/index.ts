import type { MetricDefinition } from '../model/metric.ts'
import { entityCoverage } from './c1-entity-coverage.ts'
import { cellGapRate } from './c4-cell-gap-rate.ts'
import { onTimeRate } from './d1-on-time-rate.ts'
import { deliveryLag } from './d2-delivery-lag.ts'
import { missingRate } from './d3-missing-rate.ts'
import { redeliveryRate } from './d4-redelivery-rate.ts'
import { integrityFailures } from './d5-integrity-failures.ts'
import { quarantineRate } from './d6-quarantine-rate.ts'
import { volumeStability } from './d7-volume-stability.ts'
import { runCost } from './e1-run-cost.ts'
import { historyDepth } from './h1-history-depth.ts'
import { matchRate } from './m1-match-rate.ts'
import { revisionRate } from './p5-revision-rate.ts'
import { nullRate } from './q1-null-rate.ts'
import { duplicateKeys } from './q3-duplicate-keys.ts'
import { domainViolations } from './q6-domain-violations.ts'
import { personalData } from './r1-personal-data.ts'

/** Every metric of the report, in its order. */
export const METRICS: readonly MetricDefinition[] = [
  onTimeRate,
  deliveryLag,
  missingRate,
  redeliveryRate,
  integrityFailures,
  quarantineRate,
  volumeStability,
  historyDepth,
  revisionRate,
  entityCoverage,
  cellGapRate,
  matchRate,
  nullRate,
  duplicateKeys,
  domainViolations,
  personalData,
  runCost,
]
