import {
  type Column,
  CreateTable$,
  type CreateTableRequest,
  type CreateTableResponse,
  type TableInput,
} from '@aws-sdk/client-glue'
import {
  type Field,
  icebergType,
  type Schema,
  type TableRef,
} from '../../contexts/catalog/index.ts'
import type { Caller } from '../../contexts/identity/index.ts'
import type { Checked } from '../shared/operation.ts'
import { invalidInput } from './errors.ts'
import { type GlueDeps, glueOperation } from './operation.ts'
import { givenDefinition } from './wire-external.ts'
import { tableTarget } from './wire-link.ts'
import { catalogOf, glueName, namedOf } from './wire-names.ts'

export const createTable = glueOperation<CreateTableRequest, CreateTableResponse>({
  schema: CreateTable$,
  async run(deps, caller, request) {
    const { CatalogId, DatabaseName, TableInput, Name } = request
    const ref = {
      accountId: catalogOf(caller, CatalogId),
      database: namedOf(DatabaseName),
      table: glueName(TableInput?.Name ?? Name),
    }
    const { TargetTable } = TableInput ?? {}
    if (TargetTable)
      await deps.catalog.createTableLink(caller, {
        ...ref,
        target: tableTarget(caller, TargetTable),
      })
    else if (wantsIceberg(request)) await createIceberg(deps, caller, ref, request)
    else {
      const definition = givenDefinition(TableInput ?? { Name: ref.table })
      await deps.catalog.createExternalTable(caller, { ...ref, definition })
    }
    return {} // Glue answers CreateTable with an empty body.
  },
})

function wantsIceberg({ TableInput, OpenTableFormatInput }: Checked<CreateTableRequest>): boolean {
  return OpenTableFormatInput?.IcebergInput !== undefined || namesIceberg(TableInput)
}

export function namesIceberg(input: Checked<TableInput> | undefined): boolean {
  return input?.Parameters?.table_type?.toUpperCase() === 'ICEBERG'
}

async function createIceberg(
  { catalog }: GlueDeps,
  caller: Caller,
  ref: TableRef,
  request: Checked<CreateTableRequest>,
): Promise<void> {
  demandPlain(request)
  const { StorageDescriptor } = request.TableInput ?? {}
  const { metadataLocation, properties } = icebergParameters(request.TableInput)
  // Iceberg’s own client of Glue writes the first metadata file itself.
  if (metadataLocation !== undefined) {
    await catalog.registerTable(caller, { ...ref, metadataLocation })
    return
  }
  await catalog.createTable(caller, {
    ...ref,
    schema: schemaOf(StorageDescriptor?.Columns ?? []),
    ...(StorageDescriptor?.Location ? { location: StorageDescriptor.Location } : {}),
    properties,
  })
}

/** An Iceberg table’s properties stand among Glue’s parameters, beside where its metadata lies. */
export function icebergParameters(input: Checked<TableInput> | undefined): {
  metadataLocation: string | undefined
  properties: Record<string, string>
} {
  const { Parameters = {}, Description } = input ?? {}
  const {
    table_type: _type,
    metadata_location: metadataLocation,
    previous_metadata_location: _previous,
    ...properties
  } = Parameters
  return {
    metadataLocation,
    properties: Description ? { ...properties, comment: Description } : properties,
  }
}

/** @throws glue.invalid-input */
function demandPlain({ TableInput, OpenTableFormatInput }: Checked<CreateTableRequest>): void {
  const { PartitionKeys } = TableInput ?? {}
  if (PartitionKeys && PartitionKeys.length > 0)
    throw invalidInput({ reason: 'partitions of an Iceberg table are set by Iceberg clients' })
  if (OpenTableFormatInput?.IcebergInput?.CreateIcebergTableInput)
    throw invalidInput({ reason: 'CreateIcebergTableInput is not supported: use TableInput' })
}

function schemaOf(columns: readonly Checked<Column>[]): Schema {
  const used = { ids: columns.length }
  const nextId = () => {
    used.ids += 1
    return used.ids
  }
  const fields = columns.map(
    ({ Name, Type, Comment }, index): Field => ({
      id: index + 1,
      name: glueName(Name),
      required: false,
      type: icebergType(Type ?? '', nextId),
      ...(Comment ? { doc: Comment } : {}),
    }),
  )
  return { type: 'struct', 'schema-id': 0, fields }
}
