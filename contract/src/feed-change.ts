import { type Static, Type } from 'typebox'
import { FeedDefinition, NewFeed } from './feed-definition.ts'
import { List } from './requests.ts'
import { Id, Instant, pageOf } from './values.ts'

/** A feed as it is written down: what `applyFeed` takes again. */
export const WrittenFeed = Type.Object({
  name: Type.String(),
  /** Counts the changes: whoever makes one names it. */
  version: Type.Integer(),
  agreementId: Type.String(),
  roleArn: Type.String(),
  definition: FeedDefinition,
})
export type WrittenFeed = Static<typeof WrittenFeed>

const Changed = {
  /** Left out where it was made before versions were kept. */
  changedBy: Type.Optional(Type.String()),
  changedAt: Instant,
}

export const FeedDetail = Type.Object({
  id: Type.String(),
  paused: Type.Boolean(),
  lastError: Type.Optional(Type.String()),
  ...WrittenFeed.properties,
  ...Changed,
})
export type FeedDetail = Static<typeof FeedDetail>

const FeedVersion = Type.Object({ ...WrittenFeed.properties, ...Changed })
export type FeedVersion = Static<typeof FeedVersion>
const FeedVersions = pageOf(FeedVersion)

const FeedPart = Type.Enum([
  'agreement',
  'role',
  'source',
  'completeness',
  'format',
  'schema',
  'checks',
  'calendar',
  'target',
  'people',
])

const Expected = Type.Object({
  slice: Type.String(),
  deadlineAt: Type.Optional(Instant),
  /** As it was until now. */
  before: Type.Optional(Instant),
})
/** The first of them. */
const Expectations = Type.Object({ total: Type.Integer(), items: Type.Array(Expected) })

export const FeedPlan = Type.Object({
  /** Of the feed that would be changed; 0: it would be new. */
  version: Type.Integer(),
  changes: Type.Array(
    Type.Object({
      part: FeedPart,
      sign: Type.Enum(['+', '-', '~']),
      text: Type.String(),
      /** Files or readers that relied on what was before no longer can. */
      breaking: Type.Boolean(),
    }),
  ),
  /** Deliveries that would be waited for, be due at another time, be waited for no more. */
  added: Expectations,
  moved: Expectations,
  withdrawn: Expectations,
  /** Vintages in quarantine that would be judged once more. */
  rejudged: Type.Object({
    total: Type.Integer(),
    items: Type.Array(
      Type.Object({
        deliveryId: Type.String(),
        slice: Type.String(),
        vintage: Type.Integer(),
      }),
    ),
  }),
  /** Deliveries that are loaded, and stay as they were judged. */
  kept: Type.Integer(),
  /** Stands for all of it: whoever agrees names it. */
  digest: Type.String(),
})
export type FeedPlan = Static<typeof FeedPlan>

/** A version says what it was made of; of a plan it may be told, and is not needed. */
const PlanFeed = Type.Object(
  { ...NewFeed.properties, version: Type.Optional(Type.Integer({ minimum: 0 })) },
  { additionalProperties: false },
)

export type PlanFeed = Static<typeof PlanFeed>

export const ApplyFeed = Type.Object(
  {
    ...NewFeed.properties,
    /** The one that this was made of; 0: it is to be a new feed. */
    version: Type.Integer({ minimum: 0 }),
    /** Of a plan that was shown. */
    digest: Type.Optional(Type.String({ maxLength: 200 })),
  },
  { additionalProperties: false },
)
export type ApplyFeed = Static<typeof ApplyFeed>

const AppliedFeed = Type.Object({
  id: Type.String(),
  version: Type.Integer(),
  /** False: it said already what was applied. */
  changed: Type.Boolean(),
})
export type AppliedFeed = Static<typeof AppliedFeed>

/** A feed as a document: read, planned, applied, and what it was before. */
export const feedOperations = {
  getFeed: {
    summary: 'One feed as it is written down, by its name or id',
    params: Id,
    answer: FeedDetail,
  },
  listFeedVersions: {
    summary: 'What a feed was, the newest version first',
    params: Id,
    query: List,
    answer: FeedVersions,
  },
  planFeed: {
    summary: 'What a feed’s document would change; nothing of it is kept',
    body: PlanFeed,
    answer: FeedPlan,
  },
  applyFeed: {
    summary: 'Make a feed what its document says, if it is still the version that was read',
    body: ApplyFeed,
    answer: AppliedFeed,
  },
}
