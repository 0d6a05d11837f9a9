import { commitTransaction } from './commit-transaction.ts'
import { createNamespace } from './create-namespace.ts'
import { createTable } from './create-table.ts'
import { createView } from './create-view.ts'
import { dropNamespace } from './drop-namespace.ts'
import { dropTable } from './drop-table.ts'
import { dropView } from './drop-view.ts'
import { getConfig } from './get-config.ts'
import { listNamespaces } from './list-namespaces.ts'
import { listTables } from './list-tables.ts'
import { listViews } from './list-views.ts'
import { loadCredentials } from './load-credentials.ts'
import { loadNamespaceMetadata } from './load-namespace-metadata.ts'
import { loadTable } from './load-table.ts'
import { loadView } from './load-view.ts'
import { namespaceExists } from './namespace-exists.ts'
import { registerTable } from './register-table.ts'
import { registerView } from './register-view.ts'
import { renameTable } from './rename-table.ts'
import { renameView } from './rename-view.ts'
import { replaceView } from './replace-view.ts'
import { reportMetrics } from './report-metrics.ts'
import type { Route } from './route.ts'
import { tableExists } from './table-exists.ts'
import { updateProperties } from './update-properties.ts'
import { updateTable } from './update-table.ts'
import { viewExists } from './view-exists.ts'

const described: readonly Route[] = [
  listNamespaces,
  createNamespace,
  loadNamespaceMetadata,
  namespaceExists,
  dropNamespace,
  updateProperties,
  listTables,
  createTable,
  loadTable,
  tableExists,
  updateTable,
  dropTable,
  registerTable,
  renameTable,
  commitTransaction,
  reportMetrics,
  loadCredentials,
  listViews,
  createView,
  loadView,
  viewExists,
  replaceView,
  dropView,
  renameView,
  registerView,
]

/** Named as the specification's operations are; `getToken` alone stands before signing in. */
export const routes: readonly Route[] = [getConfig(described), ...described]
