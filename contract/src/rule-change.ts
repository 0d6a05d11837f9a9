import { type Static, Type } from 'typebox'
import { Grants } from './access.ts'
import { InDataset, List, text } from './requests.ts'
import { ColumnChoice, Expression, Resource } from './resource.ts'
import { RulesPlan } from './rules.ts'
import { AccountId, AccountRef, Instant, pageOf, Tag } from './values.ts'

const only = { additionalProperties: false }
const word = Type.String({ minLength: 1, maxLength: 255 })
const values = Type.Array(Type.String({ maxLength: 256 }), { maxItems: 50 })
const permissions = Type.Array(Type.String({ maxLength: 40 }), { maxItems: 20 })
/** Whose catalog is meant; that of the caller’s account unless named. */
const account = Type.Optional(AccountId)
const inTable = { account, database: word, table: word, name: Type.String({ maxLength: 255 }) }

const TagChange = Type.Union([
  Type.Object({ does: Type.Literal('create-tag'), account, key: word, values }, only),
  Type.Object(
    { does: Type.Literal('update-tag'), account, key: word, add: values, remove: values },
    only,
  ),
  Type.Object({ does: Type.Literal('delete-tag'), account, key: word }, only),
])

/** Of one key one value: another takes its place. */
const AssignmentChange = Type.Object(
  {
    does: Type.Enum(['assign', 'unassign']),
    account,
    resource: Resource,
    tags: Type.Array(Tag, { minItems: 1, maxItems: 50 }),
  },
  only,
)

const FilterChange = Type.Union([
  Type.Object(
    {
      does: Type.Enum(['create-filter', 'update-filter']),
      ...inTable,
      /** Which rows, as SQL has it: `origin = 'JFK'`; all where it is left out. */
      rows: Type.Optional(Type.String({ maxLength: 4000 })),
      columns: ColumnChoice,
      /** Of an update: the version that was read. */
      version: Type.Optional(Type.String({ maxLength: 255 })),
    },
    only,
  ),
  Type.Object(
    {
      does: Type.Literal('delete-filter'),
      ...inTable,
      /** With the grants that name it; without it a filter in use stays. */
      force: Type.Optional(Type.Boolean()),
    },
    only,
  ),
])

const ExpressionChange = Type.Union([
  Type.Object(
    {
      does: Type.Enum(['create-expression', 'update-expression']),
      account,
      name: Type.String({ maxLength: 255 }),
      description: Type.Optional(Type.String({ maxLength: 2048 })),
      expression: Expression,
      /** Of an update: the expression that was read. */
      was: Type.Optional(Expression),
    },
    only,
  ),
  Type.Object({ does: Type.Literal('delete-expression'), account, name: word }, only),
])

const PolicyColumn = Type.Object(
  { name: word, type: Type.Optional(Type.String({ maxLength: 255 })) },
  only,
)
const policyColumns = Type.Array(PolicyColumn, { maxItems: 100 })
const condition = Type.Optional(Type.String({ maxLength: 4000 }))

const PolicyChange = Type.Union([
  Type.Object(
    {
      does: Type.Enum(['create-policy', 'update-policy']),
      account,
      name: Type.String({ maxLength: 255 }),
      /** That it reads, each with the type that it must have, where one is told. */
      columns: policyColumns,
      /** Which rows may be seen, as SQL has it. */
      rows: Type.String({ maxLength: 4000 }),
      /** Of an update: what was read of it. */
      was: Type.Optional(
        Type.Object({ columns: policyColumns, rows: Type.String({ maxLength: 4000 }) }, only),
      ),
    },
    only,
  ),
  Type.Object({ does: Type.Literal('delete-policy'), account, name: word }, only),
])

const AttachmentChange = Type.Object(
  {
    does: Type.Enum(['attach', 'detach']),
    account,
    policy: word,
    /** A table, or tables by LF-Tags. */
    resource: Resource,
    /** For everybody where nobody is named. */
    principal: Type.Optional(Type.String({ maxLength: 300 })),
    condition,
  },
  only,
)

const GrantChange = Type.Object(
  {
    does: Type.Enum(['grant', 'revoke']),
    account,
    /** An ARN of a user or role, an account’s 12 digits, or `organization`. */
    principal: Type.String({ maxLength: 300 }),
    resource: Resource,
    permissions,
    grantable: permissions,
    startsAt: Type.Optional(Instant),
    /** Of a revoke: only what ends at this moment. */
    endsAt: Type.Optional(Instant),
    condition,
  },
  only,
)

const location = Type.String({ minLength: 1, maxLength: 2048 })

/** Of the caller’s own account. */
const LocationChange = Type.Union([
  Type.Object(
    {
      does: Type.Literal('register'),
      /** `s3://bucket/prefix`, with all that lies below it. */
      location,
      /** With whose rights it is read; the platform’s where none is named. */
      roleArn: Type.Optional(Type.String({ maxLength: 300 })),
      /** Who has not opted in is let in by IAM, as before. */
      hybrid: Type.Optional(Type.Boolean()),
    },
    only,
  ),
  Type.Object({ does: Type.Literal('deregister'), location }, only),
])

/** One operation that changes rules. */
export const RuleChange = Type.Union([
  TagChange,
  AssignmentChange,
  FilterChange,
  GrantChange,
  ExpressionChange,
  PolicyChange,
  AttachmentChange,
  LocationChange,
])
export type RuleChange = Static<typeof RuleChange>

const changes = Type.Array(RuleChange, { minItems: 1, maxItems: 100 })

const DataFilter = Type.Object({
  name: Type.String(),
  version: Type.String(),
  rows: Type.Optional(Type.String()),
  columns: ColumnChoice,
})
export type DataFilter = Static<typeof DataFilter>

const TagExpression = Type.Object({
  account: AccountRef,
  name: Type.String(),
  description: Type.Optional(Type.String()),
  expression: Expression,
})
export type TagExpression = Static<typeof TagExpression>

const RowAttachment = Type.Object({
  /** The resource in words. */
  on: Type.String(),
  resource: Resource,
  /** Absent: everybody. */
  principal: Type.Optional(Type.String()),
  condition: Type.Optional(Type.String()),
})
export type RowAttachment = Static<typeof RowAttachment>

const RowPolicy = Type.Object({
  name: Type.String(),
  columns: Type.Array(PolicyColumn),
  rows: Type.String(),
  /** Where it holds, as far as the caller sees it. */
  attachments: Type.Array(RowAttachment),
})
export type RowPolicy = Static<typeof RowPolicy>

const DataLocation = Type.Object({
  location: Type.String(),
  /** Absent: the platform’s own. */
  roleArn: Type.Optional(Type.String()),
  hybrid: Type.Boolean(),
  registeredAt: Instant,
})
export type DataLocation = Static<typeof DataLocation>

const LevelTag = Type.Object({
  ...Tag.properties,
  /** Where it was set. */
  from: Type.Enum(['database', 'table', 'column']),
})
export type LevelTag = Static<typeof LevelTag>

const TagsOfDataset = Type.Object({
  /** Set on the database, also where the table says otherwise. */
  database: Type.Array(LevelTag),
  /** What counts for the table, with what it inherits. */
  table: Type.Array(LevelTag),
  columns: Type.Array(
    Type.Object({ name: Type.String(), type: Type.String(), tags: Type.Array(LevelTag) }),
  ),
})
export type TagsOfDataset = Static<typeof TagsOfDataset>

/** Rules changed one by one, each seen before it is made; whole documents are in `rules.ts`. */
export const ruleChangeOperations = {
  planChanges: {
    summary: 'Whose access changes of rules would change; nothing of them stays',
    body: Type.Object({ changes }, only),
    answer: RulesPlan,
  },
  applyChanges: {
    summary: 'Makes changes of rules, all or none, if they are still what was seen',
    body: Type.Object(
      { changes, digest: Type.String({ maxLength: 200 }), snapshotVersion: Type.Integer() },
      only,
    ),
    answer: RulesPlan,
  },
  listGrantsMade: {
    summary: 'Grants that the caller oversees: all of their account, or those on one dataset',
    query: Type.Object({
      ...List.properties,
      account: text(12),
      database: text(255),
      table: text(255),
      /** Of whom or on what. */
      q: text(),
    }),
    answer: Grants,
  },
  listDataFilters: {
    summary: 'Data filters of a dataset',
    params: InDataset,
    answer: pageOf(DataFilter),
  },
  listTagExpressions: {
    summary: 'Saved LF-Tag expressions that the caller may see, own and shared',
    query: List,
    answer: pageOf(TagExpression),
  },
  listRowPolicies: {
    summary: 'Row policies of the caller’s account, and where each holds',
    query: List,
    answer: pageOf(RowPolicy),
  },
  listLocations: {
    summary: 'Registered data locations of the caller’s account',
    query: List,
    answer: pageOf(DataLocation),
  },
  getDatasetTags: {
    summary: 'LF-Tags of a dataset, its database and its columns, with where each was set',
    params: InDataset,
    answer: TagsOfDataset,
  },
}
