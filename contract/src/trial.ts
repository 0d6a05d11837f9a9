import { type Static, Type } from 'typebox'
import { Workspace, WorkspaceEnd } from './trial-workspace.ts'
import { AccountRef, DatasetRef, Day, Instant, pageOf } from './values.ts'

export const Trial = Type.Object({
  id: Type.String(),
  title: Type.String(),
  account: AccountRef,
  vendor: Type.Optional(Type.String()),
  stage: Type.Enum(['proposed', 'compliance', 'running', 'review', 'decided', 'expired']),
  owner: Type.String(),
  openedAt: Instant,
  endsAt: Instant,
  budgetUsd: Type.Number(),
  spentUsd: Type.Number(),
  metrics: Type.Optional(
    Type.Object({
      passed: Type.Integer(),
      failed: Type.Integer(),
      notComputable: Type.Integer(),
    }),
  ),
  decision: Type.Optional(Type.Enum(['buy', 'no-buy'])),
  decidedAt: Type.Optional(Instant),
  /** What people find later: `tried, rejected: …`. */
  verdict: Type.Optional(Type.String()),
})
export type Trial = Static<typeof Trial>
export const Trials = pageOf(Trial)

export const Band = Type.Object({
  metric: Type.String(),
  name: Type.String(),
  /** In words: `at least 95 %`. */
  gate: Type.String(),
})
export type Band = Static<typeof Band>

export const TrialDetail = Type.Object({
  ...Trial.properties,
  hypothesis: Type.String(),
  bands: Type.Array(Band),
  frozenAt: Type.Optional(Instant),
  charterDigest: Type.Optional(Type.String()),
  people: Type.Array(Type.Object({ name: Type.String(), role: Type.String() })),
  datasets: Type.Array(DatasetRef),
  compliance: Type.Array(
    Type.Object({
      question: Type.String(),
      answer: Type.Optional(Type.String()),
      answeredBy: Type.Optional(Type.String()),
    }),
  ),
  events: Type.Array(Type.Object({ at: Instant, by: Type.String(), text: Type.String() })),
  mayDecide: Type.Boolean(),
  mayExtend: Type.Boolean(),
  workspace: Type.Optional(Workspace),
})
export type TrialDetail = Static<typeof TrialDetail>

/** One picture: points and what they mean; the portal chooses strokes and colours. */
export const PlotData = Type.Object({
  kind: Type.Enum(['line', 'bar', 'calendar', 'heatmap', 'ecdf', 'band', 'dots']),
  xLabel: Type.String(),
  yLabel: Type.String(),
  threshold: Type.Optional(Type.Number()),
  points: Type.Array(
    Type.Object({
      x: Type.Union([Type.Number(), Type.String()]),
      y: Type.Union([Type.Number(), Type.String()]),
      series: Type.Optional(Type.String()),
      /** Colour of a heat map's or a calendar's cell. */
      value: Type.Optional(Type.Union([Type.Number(), Type.String()])),
      low: Type.Optional(Type.Number()),
      high: Type.Optional(Type.Number()),
    }),
  ),
})
export type PlotData = Static<typeof PlotData>

export const Metric = Type.Object({
  id: Type.String(),
  name: Type.String(),
  definition: Type.String(),
  verdict: Type.Enum(['passed', 'failed', 'noted', 'not-computable']),
  /** The value in words with its unit: `97.2 %`. */
  text: Type.Optional(Type.String()),
  value: Type.Optional(Type.Number()),
  unit: Type.Optional(Type.String()),
  gate: Type.Optional(Type.String()),
  gateFrom: Type.Optional(Type.Enum(['charter', 'proposal'])),
  /** What is missing, when it could not be computed. */
  missing: Type.Optional(Type.String()),
  /** How to give what is missing. */
  remedy: Type.Optional(Type.String()),
  observations: Type.Optional(Type.Integer()),
  window: Type.Optional(Type.String()),
  plot: Type.Optional(PlotData),
})
export type Metric = Static<typeof Metric>

export const Report = Type.Object({
  trialId: Type.String(),
  title: Type.String(),
  madeAt: Instant,
  codeVersion: Type.String(),
  from: Type.Optional(Day),
  to: Type.Optional(Day),
  vintages: Type.Array(Type.Object({ dataset: Type.String(), snapshot: Type.String() })),
  /** Inputs that were named after the bands were frozen. */
  namedLater: Type.Optional(Type.Array(Type.String())),
  sections: Type.Array(
    Type.Object({ title: Type.String(), summary: Type.String(), metrics: Type.Array(Metric) }),
  ),
})
export type Report = Static<typeof Report>

/** Of the report that was asked for last; `none` once it is there. */
export const ReportProgress = Type.Object({
  state: Type.Enum(['none', 'waiting', 'measuring', 'failed']),
  askedAt: Type.Optional(Instant),
  begunAt: Type.Optional(Instant),
  /** Why it failed. */
  reason: Type.Optional(Type.String()),
})
export type ReportProgress = Static<typeof ReportProgress>

export const Memo = Type.Object({
  trialId: Type.String(),
  title: Type.String(),
  recommendation: Type.Optional(Type.Enum(['buy', 'no-buy', 'extend', 'renegotiate'])),
  sections: Type.Array(Type.Object({ title: Type.String(), markdown: Type.String() })),
  signatures: Type.Array(
    Type.Object({
      by: Type.String(),
      at: Instant,
      verdict: Type.Enum(['buy', 'no-buy']),
      dissent: Type.Optional(Type.String()),
    }),
  ),
  /** Of the memo as signed; from then on it does not change. */
  digest: Type.Optional(Type.String()),
})
export type Memo = Static<typeof Memo>

export const DecideTrial = Type.Object(
  {
    decision: Type.Enum(['buy', 'no-buy']),
    reasons: Type.Array(Type.String({ minLength: 3, maxLength: 1000 }), {
      minItems: 1,
      maxItems: 10,
    }),
    workspace: Type.Optional(WorkspaceEnd),
  },
  { additionalProperties: false },
)
export type DecideTrial = Static<typeof DecideTrial>

export const ExtendTrial = Type.Object(
  { endsAt: Instant, reason: Type.String({ minLength: 10, maxLength: 2000 }) },
  { additionalProperties: false },
)
export type ExtendTrial = Static<typeof ExtendTrial>
