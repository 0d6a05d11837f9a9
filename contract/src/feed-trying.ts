import { type Static, type TProperties, Type } from 'typebox'
import { ConnectionSecret, FeedDefinition, TriedConnection } from './feed-definition.ts'
import { Instant } from './values.ts'

function closed<Properties extends TProperties>(properties: Properties) {
  return Type.Object(properties, { additionalProperties: false })
}

/** An agreement that is kept, or the vendor, connection and secret of one that is thought of. */
const source = {
  agreementId: Type.Optional(Type.String({ maxLength: 100 })),
  vendorId: Type.Optional(Type.String({ maxLength: 100 })),
  connection: Type.Optional(TriedConnection),
  secret: Type.Optional(ConnectionSecret),
  directory: Type.Optional(Type.String({ maxLength: 1024 })),
}

export const TryConnection = closed({
  ...source,
  /** The last name of the page before. */
  after: Type.Optional(Type.String({ maxLength: 1024 })),
  limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 200 })),
})
export type TryConnection = Static<typeof TryConnection>

export const ConnectionProblem = Type.Object({
  kind: Type.Enum([
    'internal-address',
    'name-unknown',
    'refused',
    'unreachable',
    'no-answer',
    'tls',
    'host-key-unknown',
    'host-key-other',
    'login-refused',
    'no-directory',
    'other',
  ]),
  message: Type.String(),
  /** What the server showed, as `ssh-keygen -l` writes it. */
  hostKeySha256: Type.Optional(Type.String()),
})
export type ConnectionProblem = Static<typeof ConnectionProblem>

export const TriedListing = Type.Object({
  /** Why the vendor’s side could not be looked at; without it, it was. */
  problem: Type.Optional(ConnectionProblem),
  files: Type.Array(
    Type.Object({
      path: Type.String(),
      sizeBytes: Type.Number(),
      modifiedAt: Type.Optional(Instant),
    }),
  ),
  total: Type.Integer(),
  after: Type.Optional(Type.String()),
})
export type TriedListing = Static<typeof TriedListing>

export const SampleFile = closed({
  ...source,
  /** As the listing shows it. */
  path: Type.String({ minLength: 1, maxLength: 1024 }),
  /** In which deliveries will be due. */
  zone: Type.Optional(Type.String({ maxLength: 100 })),
})
export type SampleFile = Static<typeof SampleFile>

const { source: Source, columns: Columns } = FeedDefinition.properties

export const FeedProposal = Type.Object({
  problem: Type.Optional(ConnectionProblem),
  /** Why no columns could be proposed. */
  refusal: Type.Optional(Type.String()),
  sample: Type.Optional(
    Type.Object({
      sizeBytes: Type.Number(),
      readBytes: Type.Number(),
      /** It goes on after what was looked at. */
      cut: Type.Boolean(),
      rows: Type.Integer(),
      lines: Type.Array(Type.String()),
    }),
  ),
  /** As far as it can be told; no target and no owner. */
  definition: Type.Partial(
    Type.Object({ ...FeedDefinition.properties, source: Source, columns: Columns }),
  ),
  columns: Type.Array(
    Type.Object({
      name: Type.String(),
      type: Type.String(),
      rows: Type.Integer(),
      nulls: Type.Integer(),
      distinct: Type.Integer(),
      examples: Type.Array(Type.String()),
      why: Type.String(),
    }),
  ),
  evidence: Type.Array(
    Type.Object({
      about: Type.Enum([
        'source',
        'complete',
        'decode',
        'encoding',
        'format',
        'dialect',
        'columns',
        'key',
        'event',
        'calendar',
      ]),
      text: Type.String(),
      /** Nothing that was looked at speaks against it. */
      sure: Type.Boolean(),
    }),
  ),
})
export type FeedProposal = Static<typeof FeedProposal>

/** Looking at a vendor’s side before there is a feed. */
export const tryingOperations = {
  tryConnection: {
    summary: 'Whether a vendor’s side can be reached, and what lies there',
    body: TryConnection,
    answer: TriedListing,
  },
  sampleFile: {
    summary: 'Read the beginning of a vendor’s file, and propose a feed by it',
    body: SampleFile,
    answer: FeedProposal,
  },
}
