import type { TableAccess } from '../../governance/index.ts'
import { projectionNotReady } from '../errors.ts'
import type { TableMetadata } from '../model/metadata.ts'
import type { Table } from '../model/table.ts'

/** The table that a restricted principal reads in place of the base. */
export interface Projection {
  metadata: TableMetadata
  metadataLocation: string
  /** `s3://…` of the projection alone; credentials are vended for it and nothing else. */
  location: string
}

/** What a projection that is not there would take. */
export interface ProjectionCost {
  files: number
  readBytes: number
  /** At most, where rows are filtered: how many stay shows only when they are read. */
  storeBytes: number
  filtered: boolean
  /** By how fast earlier ones were made here. */
  seconds: number
}

/** What of an access makes a projection. */
export type ReadAccess = Pick<TableAccess, 'columns' | 'rowFilter' | 'cellFilters'>

export interface ProjectionNotReady {
  /** From 0 to 1. */
  progress: number
}

/** Makes and finds projections; restricted loads, scans and vending go through it. */
export interface Projections {
  /**
   * The projection of `base` for `access`. Not ready: it was asked for and is being made.
   * Anything in `access` that cannot be enforced throws; the load is refused.
   */
  current(
    base: { table: Table; metadata: TableMetadata },
    access: TableAccess,
  ): Promise<Projection | ProjectionNotReady>
  /** As `current`, but of what is not ready as much as is there, and no past. */
  partial(base: { table: Table; metadata: TableMetadata }, access: TableAccess): Promise<Projection>
  /**
   * What it takes to make the projection for `access`, without asking for it; undefined where it is
   * there, or cannot be made.
   */
  cost(
    base: { table: Table; metadata: TableMetadata },
    access: ReadAccess,
  ): Promise<ProjectionCost | undefined>
}

/** @throws catalog.projection-not-ready */
export async function readyProjection(
  projections: Projections | undefined,
  base: { table: Table; metadata: TableMetadata },
  access: TableAccess,
): Promise<Projection> {
  const answer = projections ? await projections.current(base, access) : { progress: 0 }
  if (!('progress' in answer)) return answer
  const { database, name: table } = base.table
  throw projectionNotReady({ progress: answer.progress, database, table })
}
