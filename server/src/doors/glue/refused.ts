import * as glue from '@aws-sdk/client-glue'
import type { Refusal, ServedOperation } from '../shared/operation.ts'
import type { OperationSchema } from '../shared/shape.ts'

const SCRIPTS = 'scripts run as pipelines, or as job runs of EMR Serverless'

/** Why an operation is not served, by what its name tells of; the first that fits holds. */
const REASONS: readonly [RegExp, string][] = [
  [/^(Create|Delete)PartitionIndex$/, 'partitions are found by an index of every table’s own'],
  [/UserDefinedFunction/, 'functions come with the code that uses them'],
  [
    /^(GetTags|TagResource|UntagResource)$/,
    'what is governed is tagged by Lake Formation’s LF-Tags',
  ],
  [/^ImportCatalogToGlue$/, 'nothing was ever elsewhere'],
  [/Catalogs?$/, 'each account has one catalog, and no catalogs in it'],
  [/TableOptimizer/, 'tables are maintained by the platform’s own policies'],
  [/ColumnStatisticsTask/, 'engines compute statistics and put them beside their tables'],
  [/MaterializedView/, 'pipelines keep tables that follow others'],
  [
    /Policy|Policies|Encryption|SecurityConfiguration/,
    'grants and IAM’s policies say who may what',
  ],
  [/Crawl|Classifier/, 'files become tables by adoption or by who writes them; nothing crawls'],
  [
    /Registr|SchemaVersion|Schemas?$|SchemaByDefinition/,
    'there is no registry of schemas of streams',
  ],
  [/DataQuality/, 'checks are those of feeds and pipelines'],
  [/ML|Label/, 'there are no transforms that learn'],
  [/Job|Trigger|Workflow|Blueprint|DevEndpoint|UsageProfile|SourceControl/, SCRIPTS],
  [/Script$|Mapping|Plan$|Dataflow/, SCRIPTS],
  [/Session|Statement|Dashboard/, 'sessions are those of Livy'],
  [/Connection|Integration|Entit/, 'sources are the feeds of the platform'],
  [
    /Glossar|Asset|FormType|IterableForms|Attachment|Export/,
    'datasets are documented in the portal',
  ],
]

const OTHERWISE = 'it is no part of the catalog that is kept here'

/** All that the SDK knows of Glue and that `served` has not, with the reasons. */
export function refusedBeside(
  served: readonly Pick<ServedOperation<never>, 'schema'>[],
): Refusal[] {
  const known = new Set(served.map(({ schema }) => schema[2]))
  const others = operations().filter((schema) => !known.has(schema[2]))
  const byReason = Map.groupBy(others, ([, , name]) => reasonOf(name))
  return [...byReason].map(([reason, schemas]) => ({ reason, operations: schemas }))
}

function reasonOf(name: string): string {
  return REASONS.find(([names]) => names.test(name))?.[1] ?? OTHERWISE
}

const OPERATION = 9 // What the SDK begins the schema of an operation with.

function operations(): OperationSchema[] {
  return Object.entries(glue)
    .filter(([name, schema]) => name.endsWith('$') && Array.isArray(schema))
    .map(([, schema]) => schema as unknown as OperationSchema)
    .filter(([kind]) => Number(kind) === OPERATION)
}
