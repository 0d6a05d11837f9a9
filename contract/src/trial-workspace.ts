import { type Static, Type } from 'typebox'

/** What a charter asks for: a database, a role and notebooks of the trial’s own. */
export const WorkspaceWish = Type.Object(
  {
    /** Users and roles of the trial’s account; without it, who opens, owns and evaluates it. */
    people: Type.Optional(Type.Array(Type.String({ maxLength: 2048 }), { minItems: 1 })),
    /** A product of the service catalogue, with its parameters; without it there is no cluster. */
    cluster: Type.Optional(
      Type.Object(
        {
          product: Type.Optional(Type.String()),
          parameters: Type.Optional(Type.Record(Type.String(), Type.String())),
        },
        { additionalProperties: false },
      ),
    ),
  },
  { additionalProperties: false },
)

/** What becomes of what was made in it; `seal` where nothing is said. */
export const WorkspaceEnd = Type.Object(
  {
    data: Type.Enum(['seal', 'delete', 'hand-over']),
    /** Of `hand-over`: the user or role that has it from then on. */
    heir: Type.Optional(Type.String({ maxLength: 2048 })),
  },
  { additionalProperties: false },
)

export const Workspace = Type.Object({
  state: Type.Enum(['waiting', 'making', 'ready', 'ending', 'ended', 'failed']),
  /** What was refused, why, and what helps. */
  failure: Type.Optional(Type.String()),
  people: Type.Array(Type.String()),
  parts: Type.Array(
    Type.Object({
      kind: Type.Enum(['role', 'database', 'access', 'cluster', 'notebooks']),
      name: Type.Optional(Type.String()),
      state: Type.String(),
    }),
  ),
  /** What people wrote, kept when it ended; without a digest it was too large, and stays put. */
  files: Type.Array(
    Type.Object({
      path: Type.String(),
      sizeBytes: Type.Integer(),
      digest: Type.Optional(Type.String()),
    }),
  ),
  mayUse: Type.Boolean(),
  mayMend: Type.Boolean(),
  mayLaunch: Type.Boolean(),
})
export type Workspace = Static<typeof Workspace>

export const LaunchedCluster = Type.Object({ clusterId: Type.String() })
export const WorkspaceFile = Type.Object({ path: Type.String() })
