import { GetTableCommand } from '@aws-sdk/client-glue'
import { personOf } from './clients.ts'
import { loadTable } from './iceberg.ts'
import { accounts } from './names.ts'
import { verify } from './verify.ts'

export function getTable(profile: string, name: string) {
  const [DatabaseName, Name] = name.split('.')
  const CatalogId = accounts.governance
  return personOf(profile).glue.send(new GetTableCommand({ CatalogId, DatabaseName, Name }))
}

/** What is not granted looks as if it were not there, at every door and in its own words. */
export async function verifyRefused(profile: string, table: string): Promise<void> {
  const { status, error } = await loadTable(profile, table)
  const refused = status === 403 || status === 404
  verify(refused, `${profile} refused ${table} by Iceberg REST, not ${status} ${error}`)
  const name = await getTable(profile, table).then(
    () => 'an answer',
    (thrown: Error) => thrown.name,
  )
  const expected = name === 'AccessDeniedException' || name === 'EntityNotFoundException'
  verify(expected, `${profile} refused ${table} by Glue, not ${name}`)
}
