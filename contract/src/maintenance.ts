import { type Static, Type } from 'typebox'
import { Instant, pageOf } from './values.ts'

const Task = Type.Enum(['orphans', 'expire', 'compact', 'manifests'])

/** What each is, see `docs/tables.md`; without tasks, all of them. */
export const RunMaintenance = Type.Object(
  { tasks: Type.Optional(Type.Array(Task, { minItems: 1, uniqueItems: true })) },
  { additionalProperties: false },
)

export const MaintenanceRun = Type.Object({
  id: Type.String(),
  state: Type.Enum(['queued', 'running', 'done', 'failed']),
  /** Who asked for it; the table’s policy where nobody did. */
  askedBy: Type.Optional(Type.String()),
  results: Type.Array(
    Type.Object({
      task: Task,
      state: Type.Enum(['running', 'done', 'skipped']),
      reason: Type.Optional(Type.String()),
      counts: Type.Record(Type.String(), Type.Number()),
    }),
  ),
  error: Type.Optional(Type.String()),
  createdAt: Instant,
  endedAt: Type.Optional(Instant),
})
export type MaintenanceRun = Static<typeof MaintenanceRun>
export const MaintenanceRuns = pageOf(MaintenanceRun)

export const Maintenance = Type.Object({
  policy: Type.Object({
    enabled: Type.Boolean(),
    /** Without it no snapshot expires. */
    snapshotAgeMsMax: Type.Optional(Type.Integer()),
    snapshotsMin: Type.Integer(),
    refAgeMsMax: Type.Optional(Type.Integer()),
    targetFileBytes: Type.Integer(),
    manifestsMin: Type.Integer(),
    targetManifestBytes: Type.Integer(),
    orphanGraceMs: Type.Integer(),
  }),
  last: Type.Optional(MaintenanceRun),
})
export type Maintenance = Static<typeof Maintenance>

/** Properties as tables have them: `history.expire.max-snapshot-age-ms`. */
export const MaintenanceDefaults = Type.Object(
  { properties: Type.Record(Type.String(), Type.String()) },
  { additionalProperties: false },
)
