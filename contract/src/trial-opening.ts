import { type Static, Type } from 'typebox'
import { WorkspaceWish } from './trial-workspace.ts'
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

const Columns = Type.Object(
  {
    entity: Type.Optional(Type.String()),
    eventTime: Type.Optional(Type.String()),
    key: Type.Optional(Type.Array(Type.String())),
    /** When the vendor says that a row could be had, where no feed knows. */
    availableAt: Type.Optional(Type.String()),
    /** Which columns of numbers are looked at; all without it. */
    numbers: Type.Optional(Type.Array(Type.String())),
    quasiIdentifiers: Type.Optional(Type.Array(Type.String())),
  },
  { additionalProperties: false },
)

const Domains = Type.Array(
  Type.Object({
    column: Type.String(),
    min: Type.Optional(Type.Number()),
    max: Type.Optional(Type.Number()),
    oneOf: Type.Optional(Type.Array(Type.String())),
    pattern: Type.Optional(Type.String({ maxLength: 500 })),
  }),
)

const Term = Type.Optional(Type.String({ maxLength: 1000 }))

/** Where the evidence is that metrics need beside the data. */
const evidence = {
  domains: Type.Optional(Domains),
  universe: Type.Optional(
    Type.Object({
      ...validity,
      entity: Type.String(),
      weight: Type.Optional(Type.String()),
      segments: Type.Optional(Type.Array(Type.String(), { maxItems: 4 })),
    }),
  ),
  mapping: Type.Optional(Type.Object({ ...validity, from: Type.String(), to: Type.String() })),
  mappingCheck: Type.Optional(Type.Object({ table: Table, correct: Type.String() })),
  owned: Type.Optional(
    Type.Array(
      Type.Object({
        table: Table,
        entity: Type.String(),
        eventTime: Type.String(),
        fields: Type.Optional(Type.Array(Type.String(), { maxItems: 50 })),
        kind: Type.Optional(Type.Enum(['dataset', 'factors'])),
      }),
      { maxItems: 8 },
    ),
  ),
  signal: Type.Optional(
    Type.Object({
      column: Type.String(),
      aggregate: Type.Enum(['mean', 'sum', 'count', 'min', 'max']),
      sign: Type.Optional(Type.Enum([1, -1])),
      horizonDays: Type.Optional(Type.Integer({ minimum: 1, maximum: 250 })),
      costBps: Type.Optional(Type.Number({ minimum: 0 })),
    }),
  ),
  market: Type.Optional(
    Type.Object({
      table: Table,
      entity: Type.String(),
      day: Type.String(),
      price: Type.String(),
    }),
  ),
  kpi: Type.Optional(
    Type.Object({
      table: Table,
      entity: Type.String(),
      period: Type.String(),
      value: Type.String(),
    }),
  ),
  licence: Type.Optional(
    Type.Object({
      ...{ users: Term, purposes: Term, entities: Term, derivedWorks: Term, retention: Term },
      ...{ auditRight: Term, end: Term, signedBy: Term },
    }),
  ),
  ownership: Type.Optional(
    Type.Object({
      feeUsdYear: Type.Number({ minimum: 0 }),
      computeUsdYear: Type.Optional(Type.Number({ minimum: 0 })),
      minutesMonth: Type.Optional(Type.Number({ minimum: 0 })),
      hourUsd: Type.Optional(Type.Number({ minimum: 0 })),
      budgetUsdYear: Type.Optional(Type.Number({ minimum: 0 })),
    }),
  ),
}

export const CharterDraft = Type.Object(
  {
    title: Type.String({ minLength: 1, maxLength: 200 }),
    hypothesis: Type.String({ minLength: 1, maxLength: 10_000 }),
    vendor: Type.Optional(Type.String()),
    dataset: Table,
    feedId: Type.Optional(Type.String()),
    columns: Type.Optional(Columns),
    period: Type.Optional(Type.Enum(['hour', 'day', 'month'])),
    ...evidence,
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
    prices: Type.Optional(
      Type.Object({
        cpuHourUsd: Type.Optional(Type.Number({ minimum: 0 })),
        storageGbMonthUsd: Type.Optional(Type.Number({ minimum: 0 })),
      }),
    ),
    days: Type.Optional(Type.Integer({ minimum: 1, maximum: 180 })),
    /** What the platform reads the data as; it must trust `trials.millrace`. */
    roleArn: Arn,
    workspace: Type.Optional(WorkspaceWish),
  },
  { additionalProperties: false },
)

/** What the charter left open: named later, it is told beside every verdict. */
export const NameInputs = Type.Object(
  { columns: Type.Optional(Columns), ...evidence },
  { additionalProperties: false },
)
export const Named = Type.Object({ named: Type.Array(Type.String()) })

export const RecordVariant = Type.Object(
  {
    name: Type.String({ minLength: 1, maxLength: 200 }),
    /** Of a year, where whoever tried it has one. */
    sharpe: Type.Optional(Type.Number()),
  },
  { additionalProperties: false },
)
export const VariantsTried = Type.Object({ count: Type.Integer() })

export const OpenTrial = Type.Object(
  { charter: CharterDraft, grants: Type.Optional(Type.Array(TrialGrant)) },
  { additionalProperties: false },
)
export type OpenTrial = Static<typeof OpenTrial>
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
  format: Type.Optional(Type.Enum(['html', 'json', 'pdf'])),
})
/** A file as text, or its bytes, with the name and type to keep it under. */
export const ReportFile = Type.Object({
  name: Type.String(),
  contentType: Type.String(),
  text: Type.Optional(Type.String()),
  base64: Type.Optional(Type.String()),
})
export const MemoVerified = Type.Object({
  digest: Type.String(),
  auditSequence: Type.Integer(),
})
