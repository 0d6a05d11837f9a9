import { type Static, Type } from 'typebox'
import { Costs, RightsTurn, WhatIfEffect } from './what-if.ts'

/** The rules of one account by names; docs/grants-as-code.md says what stands in it. */
const Rules = Type.Record(Type.String(), Type.Unknown())

const SeenRules = Type.Object(
  {
    document: Rules,
    /** Of the plan that was shown and agreed to. */
    digest: Type.String({ maxLength: 200 }),
  },
  { additionalProperties: false },
)

export const RulesPlan = Type.Object({
  /** In the order in which they are done. */
  steps: Type.Array(
    Type.Object({
      /** Something comes, goes, or is another. */
      sign: Type.Enum(['+', '-', '~']),
      text: Type.String(),
    }),
  ),
  /** The first of them, those that widen what is restricted before the others. */
  effects: Type.Array(WhatIfEffect),
  /** The first of them, on what is no table. */
  rights: Type.Array(RightsTurn),
  total: Type.Integer(),
  /** How many of all open restricted cells. */
  widening: Type.Integer(),
  ...Costs,
  /** Of the rules that it was made of. */
  snapshotVersion: Type.Integer(),
  /** Stands for all steps and effects: whoever agrees to them names it. */
  digest: Type.String(),
})
export type RulesPlan = Static<typeof RulesPlan>

export const ExportedRules = Type.Object({ document: Rules })
export type ExportedRules = Static<typeof ExportedRules>

export const rulesOperations = {
  exportRules: {
    summary: 'The rules of the caller’s account as a document',
    answer: ExportedRules,
  },
  planRules: {
    summary: 'What would make the rules of the caller’s account those of a document',
    body: Type.Object({ document: Rules }, { additionalProperties: false }),
    answer: RulesPlan,
  },
  applyRules: {
    summary: 'Makes them so, if that is still the plan that was seen',
    body: SeenRules,
    answer: RulesPlan,
  },
}
