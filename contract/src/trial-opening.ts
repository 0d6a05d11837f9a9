import { type Static, Type } from 'typebox'
import { AccountId, Id } from './values.ts'

const Table = Type.Object({
  accountId: AccountId,
  database: Type.String(),
  table: Type.String(),
})
const validity = { table: Table, validFrom: Type.String(), validTo: Type.String() }
const Arn = Type.String({ maxLength: 2048 })

/** A grant of Lake Formation's kind; its end is the trial's. */
export const TrialGrant = Type.Object(
  {
    /** The account whose catalog holds the resource. */
    catalogId: AccountId,
    principal: Arn,
    /** `{ "kind": "table", "database": "…", "table": "…" }`, or a `table-policy` over tags. */
    resource: Type.Object({ kind: Type.String() }, { additionalProperties: true }),
    permissions: Type.Array(Type.String(), { minItems: 1 }),
    grantable: Type.Optional(Type.Array(Type.String())),
  },
  { additionalProperties: false },
)
export type TrialGrant = Static<typeof TrialGrant>

export const CharterDraft = Type.Object(
  {
    title: Type.String({ minLength: 1, maxLength: 200 }),
    hypothesis: Type.String({ minLength: 1, maxLength: 10_000 }),
    vendor: Type.Optional(Type.String()),
    prospectId: Type.Optional(Type.String()),
    dataset: Table,
    feedId: Type.Optional(Type.String()),
    columns: Type.Optional(
      Type.Object({
        entity: Type.Optional(Type.String()),
        eventTime: Type.Optional(Type.String()),
        key: Type.Optional(Type.Array(Type.String())),
      }),
    ),
    period: Type.Optional(Type.Enum(['hour', 'day', 'month'])),
    domains: Type.Optional(
      Type.Array(
        Type.Object({
          column: Type.String(),
          min: Type.Optional(Type.Number()),
          max: Type.Optional(Type.Number()),
          oneOf: Type.Optional(Type.Array(Type.String())),
          pattern: Type.Optional(Type.String({ maxLength: 500 })),
        }),
      ),
    ),
    universe: Type.Optional(
      Type.Object({
        ...validity,
        entity: Type.String(),
        weight: Type.Optional(Type.String()),
      }),
    ),
    mapping: Type.Optional(Type.Object({ ...validity, from: Type.String(), to: Type.String() })),
    bands: Type.Optional(
      Type.Array(
        Type.Object({
          metric: Type.String(),
          direction: Type.Enum(['at-least', 'at-most']),
          limit: Type.Number(),
        }),
      ),
    ),
    people: Type.Optional(
      Type.Array(
        Type.Object({
          arn: Arn,
          role: Type.Enum(['owns', 'evaluates', 'decides', 'complies']),
        }),
      ),
    ),
    compliance: Type.Optional(
      Type.Array(
        Type.Object({
          question: Type.String(),
          answer: Type.Optional(Type.String()),
          answeredBy: Type.Optional(Type.String()),
        }),
      ),
    ),
    budgetUsd: Type.Optional(Type.Number({ minimum: 0 })),
    days: Type.Optional(Type.Integer({ minimum: 1, maximum: 180 })),
    /** What the platform reads the data as; it must trust `trials.millrace`. */
    roleArn: Arn,
  },
  { additionalProperties: false },
)

export const OpenTrial = Type.Object(
  { charter: CharterDraft, grants: Type.Optional(Type.Array(TrialGrant)) },
  { additionalProperties: false },
)
export const GiveTrialAccess = Type.Object(
  { grants: Type.Array(TrialGrant, { minItems: 1 }) },
  { additionalProperties: false },
)
export const AnswerCompliance = Type.Object(
  {
    answers: Type.Array(Type.Object({ question: Type.String(), answer: Type.String() }), {
      minItems: 1,
    }),
  },
  { additionalProperties: false },
)
export const Opened = Type.Object({ ...Id.properties, stage: Type.String() })
export const ReportFormat = Type.Object({
  format: Type.Optional(Type.Enum(['html', 'json'])),
})
/** A file as text, with the name and type to keep it under. */
export const ReportFile = Type.Object({
  name: Type.String(),
  contentType: Type.String(),
  text: Type.String(),
})
export const MemoVerified = Type.Object({
  digest: Type.String(),
  auditSequence: Type.Integer(),
})
