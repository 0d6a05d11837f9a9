import {
  GetUnfilteredTableMetadata$,
  type GetUnfilteredTableMetadataRequest,
  type GetUnfilteredTableMetadataResponse,
  type Permission,
} from '@aws-sdk/client-glue'
import { namesById } from '../../contexts/catalog/index.ts'
import { glueOperation } from './operation.ts'
import { predicateText } from './predicate-text.ts'
import { authorized, supportOf } from './unfiltered.ts'
import { tableOf } from './wire-names.ts'
import { wireTable } from './wire-table.ts'

const PERMISSIONS: readonly Permission[] = ['ALL', 'SELECT', 'ALTER', 'DROP', 'DELETE', 'INSERT']

export const getUnfilteredTableMetadata = glueOperation<
  GetUnfilteredTableMetadataRequest,
  GetUnfilteredTableMetadataResponse
>({
  schema: GetUnfilteredTableMetadata$,
  async run({ catalog }, caller, request) {
    const ref = tableOf(caller, { ...request, TableName: request.Name })
    const engine = supportOf(request.SupportedPermissionTypes)
    const auditContext = request.AuditContext?.AdditionalAuditContext
    const asked = { ...ref, engine, auditContext }
    const unfiltered = await catalog.describeUnfiltered(caller, asked)
    const { description, access } = unfiltered
    const names = namesById(description.schema)
    const { rowFilter, cellFilters, permissions } = access
    return {
      ...authorized(unfiltered),
      Table: wireTable(description),
      CellFilters: [...cellFilters].map(([id, cell]) => ({
        ColumnName: names.get(id) ?? '',
        RowFilterExpression: predicateText(cell, names),
      })),
      Permissions: PERMISSIONS.filter((one) => permissions.has(one as 'SELECT')),
      ...(rowFilter ? { RowFilter: predicateText(rowFilter, names) } : {}),
    }
  },
})
