import { Type } from 'typebox'
import { Day, Instant, Paging } from './values.ts'

export const List = Type.Object(Paging)
export const InAccount = Type.Object({ account: Type.String() })
export const InDataset = Type.Object({
  account: Type.String(),
  database: Type.String(),
  table: Type.String(),
})
export const text = (length = 300) => Type.Optional(Type.String({ maxLength: length }))

export const ListTrials = Type.Object({ ...Paging, text: text() })
export const Search = Type.Object({ ...Paging, q: Type.String({ maxLength: 300 }) })
export const SearchDatasets = Type.Object({ ...Paging, q: text(), tag: text(), access: text(20) })
export const AtInstant = Type.Object({ instant: Instant })
export const Explain = Type.Object({
  ...InDataset.properties,
  principal: text(2048),
  /** To read, unless named. */
  action: Type.Optional(Type.Enum(['SELECT', 'DESCRIBE', 'INSERT', 'DELETE', 'ALTER', 'DROP'])),
})
export const ListGrants = Type.Object({ ...Paging, principal: text(2048) })
export const ListRequests = Type.Object({
  ...Paging,
  box: Type.Enum(['mine', 'waiting', 'decided']),
})
export const InCalendar = Type.Object({ from: Type.Optional(Day), to: Type.Optional(Day) })
export const AfterLine = Type.Object({ after: text(100) })
export const InAudit = Type.Object({
  ...Paging,
  account: text(12),
  /** `database.table` of the account, or `account/database.table`. */
  dataset: text(600),
  /** An ARN, a principal id, or the name of a user of the account. */
  person: text(2048),
  /** An ARN, or the name of a role of the account. */
  role: text(2048),
  principal: text(2048),
  action: text(100),
  resource: text(2048),
  decision: Type.Optional(Type.Enum(['allowed', 'denied'])),
  from: Type.Optional(Instant),
  to: Type.Optional(Instant),
})
export const NewToken = Type.Object(
  { seconds: Type.Optional(Type.Integer({ minimum: 60, maximum: 43_200 })) },
  { additionalProperties: false },
)
export const NewDocumentation = Type.Object(
  { markdown: Type.String({ maxLength: 100_000 }) },
  { additionalProperties: false },
)
