import type { DatabaseIdentifier, TableIdentifier } from '@aws-sdk/client-glue'
import type { DatabaseRef, TableLink, TableRef } from '../../contexts/catalog/index.ts'
import type { Caller } from '../../contexts/identity/index.ts'
import { invalidInput } from './errors.ts'
import { catalogOf, namedOf } from './wire-names.ts'

type Named<Wire> = { [Member in keyof Wire]: Wire[Member] | undefined }

/** @throws glue.invalid-input */
export function databaseTarget(caller: Caller, wire: Named<DatabaseIdentifier>): DatabaseRef {
  const { CatalogId, DatabaseName, FederatedDatabase } = wire as DatabaseIdentifier & {
    FederatedDatabase?: unknown
  }
  if (FederatedDatabase)
    throw invalidInput({ reason: 'a resource link leads to catalogs of this platform alone' })
  return { accountId: catalogOf(caller, CatalogId), database: namedOf(DatabaseName) }
}

/** @throws glue.invalid-input */
export function tableTarget(caller: Caller, wire: Named<TableIdentifier>): TableRef {
  return { ...databaseTarget(caller, wire), table: namedOf(wire.Name) }
}

/** What the link is, and nothing of what it leads to. */
export function wireLink({ name, database, accountId, creatorArn, createdAt, target }: TableLink) {
  return {
    Name: name,
    DatabaseName: database,
    CatalogId: accountId,
    CreatedBy: creatorArn,
    CreateTime: createdAt,
    TargetTable: {
      CatalogId: target.accountId,
      DatabaseName: target.database,
      Name: target.table,
    },
  }
}
