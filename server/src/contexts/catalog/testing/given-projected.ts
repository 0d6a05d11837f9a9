import type { TableAccess } from '../../governance/index.ts'
import {
  createProjections,
  type LoadedTable,
  type ProjectionDeps,
  type ProjectionWorks,
} from '../index.ts'
import {
  accessWith,
  flights,
  type GivenCatalog,
  givenCatalog,
  givenFlights,
} from './given-catalog.ts'

export interface GivenProjected extends GivenCatalog {
  projections: ProjectionWorks
  /** What every caller may read from now on; without it everything. */
  allow(part: Partial<TableAccess> | undefined): void
  append(select: string): Promise<void>
  load(): Promise<LoadedTable>
  /** What the caller reads, as engines would, in the order of all columns. */
  read(): Promise<Record<string, unknown>[]>
}

export const projectionKey = Buffer.alloc(32, 7)

/** The table of flights, in a catalog with projections. */
export async function givenProjected(
  options: Partial<ProjectionDeps> & { partitioned?: boolean } = {},
): Promise<GivenProjected> {
  const { partitioned = false, ...change } = options
  const state: { access?: TableAccess; commits: number } = { commits: 0 }
  const works: { projections?: ProjectionWorks } = {}
  const given = await givenCatalog((governance) => ({
    governance: {
      ...governance,
      demandTable: async (caller, id, permission) =>
        state.access ?? governance.demandTable(caller, id, permission),
    },
    projections: { current: (base, access) => works.projections!.current(base, access) },
  }))
  const projections = createProjections({ ...given.deps, projectionKey, ...change })
  works.projections = projections
  await givenFlights(given, partitioned)
  const { catalog, ana } = given
  return {
    ...given,
    projections,
    allow(part) {
      if (part) state.access = accessWith(part)
      else delete state.access
    },
    async append(select) {
      const access = state.access
      delete state.access
      const files = [await given.written(select)]
      state.commits += 1
      await catalog.append(ana, { ...flights, files, commitKey: `commit-${state.commits}` })
      if (access) state.access = access
    },
    load: () => catalog.loadTable(ana, flights),
    async read() {
      await using scan = await catalog.scan(ana, flights)
      const rows = await given.rows('SELECT * FROM $table ORDER BY ALL', scan)
      return rows as Record<string, unknown>[]
    },
    [Symbol.asyncDispose]: () => given[Symbol.asyncDispose](),
  }
}
