import { openDuckdb, quoteText } from '../../../foundation/duckdb.ts'
import type { TableAccess } from '../../governance/index.ts'
import {
  type CreateTable,
  copyOptions,
  createProjections,
  currentSchema,
  type LoadedTable,
  type ProjectionDeps,
  type ProjectionWorks,
  parseReturnStats,
  type Schema,
  type WrittenFile,
} from '../index.ts'
import { bucketName } from '../projections/current.ts'
import type { Projections } from '../projections/port.ts'
import {
  accessWith,
  flights,
  schema as flightsSchema,
  type GivenCatalog,
  givenCatalog,
  mobility,
} from './given-catalog.ts'

export type Row = Record<string, unknown>

export interface GivenProjected extends GivenCatalog {
  projections: ProjectionWorks
  projectionDeps: ProjectionDeps
  /** What every caller may read from now on; without it everything. */
  allow(part: Partial<TableAccess> | undefined): void
  /** Done with all rights. */
  freely<Result>(work: () => Promise<Result>): Promise<Result>
  /** One commit of one file. */
  append(select: string, partition?: WrittenFile['partition']): Promise<void>
  /** Commits a schema with these fields. */
  evolve(fields: Schema['fields']): Promise<void>
  load(): Promise<LoadedTable>
  /** What the caller reads, as engines would, in the order of all columns. */
  read(): Promise<Row[]>
  /** All objects of projections. */
  objects(): Promise<string[]>
}

/** The table of flights, or of any other layout, in a catalog with projections. */
export async function givenProjected(
  layout: Partial<CreateTable> = {},
  change: Partial<ProjectionDeps> = {},
): Promise<GivenProjected> {
  const state: { access?: TableAccess; commits: number } = { commits: 0 }
  const works: { projections?: ProjectionWorks } = {}
  const given = await givenCatalog((governance) => ({
    governance: {
      ...governance,
      demandTable: async (caller, id, permission) =>
        state.access ?? governance.demandTable(caller, id, permission),
    },
    projections: late(works),
  }))
  const { catalog, ana } = given
  const projectionKey = Buffer.alloc(32, 7)
  const projectionDeps = { ...given.deps, projectionKey, waitSecondsMax: 60, ...change }
  const projections = createProjections(projectionDeps)
  works.projections = projections
  await catalog.createDatabase(ana, mobility)
  await catalog.createTable(ana, { schema: flightsSchema, ...layout, ...flights })
  const freely = <Result>(work: () => Promise<Result>) => unrestricted(state, work)
  return {
    ...given,
    projections,
    projectionDeps,
    freely,
    allow(part) {
      if (part) state.access = accessWith(part)
      else delete state.access
    },
    append: (select, partition) =>
      freely(async () => {
        const { metadata } = await catalog.loadTable(ana, flights)
        const file = await written(given, currentSchema(metadata), select)
        const files = [partition ? { ...file, partition } : file]
        state.commits += 1
        await catalog.append(ana, { ...flights, files, commitKey: `commit-${state.commits}` })
      }),
    evolve: (fields) => freely(() => evolved(given, fields)),
    load: () => catalog.loadTable(ana, flights),
    async read() {
      await using scan = await catalog.scan(ana, flights)
      return (await given.rows('SELECT * FROM $table ORDER BY ALL', scan)) as Row[]
    },
    objects: () => locationsIn(given, bucketName(projectionKey)),
    [Symbol.asyncDispose]: () => given[Symbol.asyncDispose](),
  }
}

/** They are made with what the catalog is made with. */
function late(works: { projections?: ProjectionWorks }): Projections {
  return {
    current: (base, access) => works.projections!.current(base, access),
    partial: (base, access) => works.projections!.partial(base, access),
    cost: (base, access) => works.projections!.cost(base, access),
  }
}

async function unrestricted<Result>(
  state: { access?: TableAccess },
  work: () => Promise<Result>,
): Promise<Result> {
  const { access } = state
  delete state.access
  const result = await work()
  if (access) state.access = access
  return result
}

async function locationsIn({ storage }: GivenCatalog, bucket: string): Promise<string[]> {
  const locations: string[] = []
  for await (const { location } of storage.list(`s3://${bucket}/`)) locations.push(location)
  return locations
}

export async function written(
  { storage }: Pick<GivenCatalog, 'storage'>,
  schema: Schema,
  select: string,
): Promise<WrittenFile> {
  const path = await storage.stagingPath()
  await using duckdb = await openDuckdb({ paths: [path] })
  const copy = `COPY (${select}) TO ${quoteText(path)} (${copyOptions(schema)})`
  const [row] = await duckdb.rows(copy)
  return parseReturnStats(row ?? {}) as WrittenFile
}

async function evolved({ catalog, ana }: GivenCatalog, fields: Schema['fields']): Promise<void> {
  const schema: Schema = { type: 'struct', 'schema-id': 0, fields }
  await catalog.commitTable(ana, {
    ...flights,
    requirements: [],
    updates: [
      { action: 'add-schema', schema },
      { action: 'set-current-schema', 'schema-id': -1 },
    ],
  })
}
