import { describedMetadata } from '../model/described-metadata.ts'
import type { LoadedTable } from '../model/face.ts'
import { readyProjection } from '../projections/port.ts'
import type { Workings } from '../workings.ts'
import { seenBy, seesLess } from './describe.ts'
import { holds, type OpenedTable } from './gates.ts'

/**
 * The table as the caller sees it. Where rows or columns are closed to them it is a projection;
 * without SELECT it is the base's description, as far as they may see it, and no credentials go
 * with it. `partial`: of a projection that is being made what is there already.
 *
 * @throws catalog.projection-not-ready
 */
export async function loadOpened(
  deps: Workings,
  { table, access }: OpenedTable,
  { partial = false }: { partial?: boolean } = {},
): Promise<LoadedTable> {
  const [metadata] = await Promise.all([
    deps.files.read(table.metadataLocation),
    deps.files.demandThere(table.metadataLocation),
  ])
  if (access.iamOnly || !access.restricted || !holds(access, 'SELECT')) {
    const { metadataLocation, location } = table
    const told = seesLess(access) ? describedMetadata(metadata, seenBy(access)) : metadata
    return { table, metadata: told, metadataLocation, location, access, projected: false }
  }
  const { projections } = deps
  const projection =
    partial && projections
      ? await projections.partial({ table, metadata }, access)
      : await readyProjection(projections, { table, metadata }, access)
  return { table, access, projected: true, ...projection }
}
