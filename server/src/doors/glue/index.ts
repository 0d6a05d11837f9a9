import {
  AccessDeniedException$,
  AlreadyExistsException$,
  BatchGetPartition$,
  ConcurrentModificationException$,
  EntityNotFoundException$,
  GetPartitions$,
  GetTableVersions$,
  GetUnfilteredTableMetadata$,
  InternalServiceException$,
  InvalidInputException$,
  SearchTables$,
  UpdateTable$,
} from '@aws-sdk/client-glue'
import { type AwsDoorParts, awsDoor } from '../shared/aws-door.ts'
import type { Door } from '../shared/door.ts'
import type { OperationTable } from '../shared/operation.ts'
import { awsJson } from '../shared/protocols/json.ts'
import { createDatabase, deleteDatabase, getDatabase, getDatabases } from './databases.ts'
import type { GlueDeps } from './operation.ts'
import { createTable, deleteTable, getTable, getTables } from './tables.ts'

export type { GlueDeps } from './operation.ts'

export const glueOperations: OperationTable<GlueDeps> = {
  served: [
    getDatabase,
    getDatabases,
    createDatabase,
    deleteDatabase,
    getTable,
    getTables,
    createTable,
    deleteTable,
  ],
  refused: [
    {
      reason: 'Iceberg clients commit by the REST catalog, where the server writes the metadata',
      operations: [UpdateTable$, GetTableVersions$],
    },
    {
      reason: 'tables are Iceberg tables, whose partitions are in their manifests',
      operations: [GetPartitions$, BatchGetPartition$],
    },
    {
      reason: 'engines read restricted tables by the REST catalog',
      operations: [GetUnfilteredTableMetadata$],
    },
    { reason: 'search is in the portal', operations: [SearchTables$] },
  ],
}

/** AWS Glue's Data Catalog: json 1.1, over the same tables as the Iceberg REST catalog. */
export function createGlueDoor({ identity, clock, log, ...deps }: GlueDeps & AwsDoorParts): Door {
  return awsDoor({
    name: 'glue',
    service: 'glue',
    protocol: awsJson('1.1'),
    operations: glueOperations,
    errors: {
      byKind: {
        'not-found': EntityNotFoundException$,
        invalid: InvalidInputException$,
        conflict: AlreadyExistsException$,
        denied: AccessDeniedException$,
        internal: InternalServiceException$,
      },
      byCode: {
        'catalog.commit-conflict': ConcurrentModificationException$,
        'catalog.database-not-empty': InvalidInputException$,
      },
    },
    identity,
    clock,
    log,
    deps,
  })
}
