import type { DatasetRef } from '@millrace/contract'

const TABLE = /^arn:[^:]+:glue:[^:]*:(\d{12}):table\/([^/.]+)\/([^/]+)$/

/** The dataset that a record’s resource is, where it is one. */
export function datasetOf(resource: string): DatasetRef | undefined {
  const [, account, database, table] = TABLE.exec(resource) ?? []
  if (!account || !database || !table) return undefined
  return { account: { id: account, name: account }, database, table }
}

/** As the audit of an account is asked for it. */
export function nameIn(accountId: string, { account, database, table }: DatasetRef): string {
  return `${account.id === accountId ? '' : `${account.id}/`}${database}.${table}`
}
