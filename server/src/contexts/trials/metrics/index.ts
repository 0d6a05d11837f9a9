import type { MetricDefinition } from '../model/metric.ts'
import { entityCoverage } from './c1-entity-coverage.ts'
import { weightCoverage } from './c2-weight-coverage.ts'
import { segmentCoverage } from './c3-segment-coverage.ts'
import { cellGapRate } from './c4-cell-gap-rate.ts'
import { panelChurn } from './c5-panel-churn.ts'
import { coverageVolatility } from './c6-coverage-volatility.ts'
import { onTimeRate } from './d1-on-time-rate.ts'
import { deliveryLag } from './d2-delivery-lag.ts'
import { missingRate } from './d3-missing-rate.ts'
import { redeliveryRate } from './d4-redelivery-rate.ts'
import { integrityFailures } from './d5-integrity-failures.ts'
import { quarantineRate } from './d6-quarantine-rate.ts'
import { volumeStability } from './d7-volume-stability.ts'
import { schemaChanges } from './d8-schema-changes.ts'
import { runCost } from './e1-run-cost.ts'
import { ownershipCost } from './e2-ownership-cost.ts'
import { unitCost } from './e3-unit-cost.ts'
import { effort } from './e4-effort.ts'
import { processingTime } from './f1-processing-time.ts'
import { historyDepth } from './h1-history-depth.ts'
import { effectiveDepth } from './h2-effective-depth.ts'
import { observedLive } from './h3-observed-live.ts'
import { matchRate } from './m1-match-rate.ts'
import { ambiguity } from './m2-ambiguity.ts'
import { invalidMapping } from './m3-invalid-mapping.ts'
import { auditedPrecision } from './m4-audited-precision.ts'
import { keyOverlap } from './o1-key-overlap.ts'
import { redundancy } from './o2-redundancy.ts'
import { explainedShare } from './o3-explained-share.ts'
import { leadLag } from './o4-lead-lag.ts'
import { stampedRows } from './p1-stamped-rows.ts'
import { reportingLag } from './p2-reporting-lag.ts'
import { futureDated } from './p3-future-dated.ts'
import { backfilledShare } from './p4-backfilled-share.ts'
import { revisionRate } from './p5-revision-rate.ts'
import { revisionSize } from './p6-revision-size.ts'
import { revisionHorizon } from './p7-revision-horizon.ts'
import { silentDeletions } from './p8-silent-deletions.ts'
import { leakageGap } from './p9-leakage-gap.ts'
import { survivorshipGap } from './p10-survivorship-gap.ts'
import { nullRate } from './q1-null-rate.ts'
import { missingnessDrift } from './q2-missingness-drift.ts'
import { duplicateKeys } from './q3-duplicate-keys.ts'
import { outliers } from './q4-outliers.ts'
import { frozenValues } from './q5-frozen-values.ts'
import { domainViolations } from './q6-domain-violations.ts'
import { distributionShift } from './q7-distribution-shift.ts'
import { personalData } from './r1-personal-data.ts'
import { reidentification } from './r2-reidentification.ts'
import { complianceAnswers } from './r3-compliance-answers.ts'
import { licenceTerms } from './r4-licence-terms.ts'
import { rankIc } from './s1-rank-ic.ts'
import { incrementalIc } from './s2-incremental-ic.ts'
import { icDecay } from './s3-decay.ts'
import { quantileSpread } from './s4-quantile-spread.ts'
import { kpiNowcast } from './s5-kpi-nowcast.ts'
import { trialsTried } from './s6-trials-tried.ts'

/** Every metric of the report, in its order. */
export const METRICS: readonly MetricDefinition[] = [
  onTimeRate,
  deliveryLag,
  missingRate,
  redeliveryRate,
  integrityFailures,
  quarantineRate,
  volumeStability,
  schemaChanges,
  historyDepth,
  effectiveDepth,
  observedLive,
  stampedRows,
  reportingLag,
  futureDated,
  backfilledShare,
  revisionRate,
  revisionSize,
  revisionHorizon,
  silentDeletions,
  leakageGap,
  survivorshipGap,
  entityCoverage,
  weightCoverage,
  segmentCoverage,
  cellGapRate,
  panelChurn,
  coverageVolatility,
  matchRate,
  ambiguity,
  invalidMapping,
  auditedPrecision,
  nullRate,
  missingnessDrift,
  duplicateKeys,
  outliers,
  frozenValues,
  domainViolations,
  distributionShift,
  keyOverlap,
  redundancy,
  explainedShare,
  leadLag,
  rankIc,
  incrementalIc,
  icDecay,
  quantileSpread,
  kpiNowcast,
  trialsTried,
  personalData,
  reidentification,
  complianceAnswers,
  licenceTerms,
  runCost,
  ownershipCost,
  unitCost,
  effort,
  processingTime,
]
