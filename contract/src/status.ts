import { type Static, Type } from 'typebox'
import { Instant } from './values.ts'

export const Component = Type.Object({
  name: Type.String(),
  state: Type.Enum(['ok', 'starting', 'warning', 'failed', 'absent']),
  detail: Type.Optional(Type.String()),
})
export type Component = Static<typeof Component>

export const Sftp = Type.Object({
  /** `sftp://host:port` */
  address: Type.String(),
  /** Of the host key, as `ssh-keygen -l` writes it. */
  hostKeySha256: Type.String(),
})
export type Sftp = Static<typeof Sftp>

/** What the platform says of itself to anybody; also `millrace status --json`. */
export const Status = Type.Object({
  url: Type.String(),
  version: Type.String(),
  ready: Type.Boolean(),
  isolation: Type.Enum(['full', 'trusted']),
  engine: Type.Object({
    state: Type.Enum(['absent', 'provisioning', 'warming', 'ready', 'failed']),
    detail: Type.String(),
  }),
  demo: Type.Object({
    state: Type.Enum(['none', 'playing', 'done', 'failed']),
    /** The step that plays, or played last, from 1. */
    step: Type.Optional(Type.Integer()),
    steps: Type.Optional(Type.Integer()),
    detail: Type.Optional(Type.String()),
  }),
  components: Type.Array(Component),
  /** Where vendors push files by SFTP. */
  sftp: Type.Optional(Sftp),
})
export type Status = Static<typeof Status>

/** The platform's inside, for those who run it. */
export const Health = Type.Object({
  checkedAt: Instant,
  startedAt: Instant,
  versions: Type.Record(Type.String(), Type.String()),
  components: Type.Array(Component),
  checks: Type.Array(
    Type.Object({
      name: Type.String(),
      state: Type.Enum(['ok', 'warning', 'failed']),
      detail: Type.String(),
      /** One command that mends it. */
      fix: Type.Optional(Type.String()),
    }),
  ),
  queues: Type.Array(
    Type.Object({
      name: Type.String(),
      waiting: Type.Integer(),
      failed: Type.Integer(),
      oldestAt: Type.Optional(Instant),
    }),
  ),
  disk: Type.Optional(Type.Object({ usedBytes: Type.Integer(), freeBytes: Type.Integer() })),
})
export type Health = Static<typeof Health>
