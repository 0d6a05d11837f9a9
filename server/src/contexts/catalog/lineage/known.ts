import type { Caller } from '../../identity/index.ts'
import type { TableRef } from '../model/face.ts'
import { LEVEL } from '../model/table.ts'
import { type VisibleTable, visibleAmong } from '../operations/visible-among.ts'
import { findByLocation } from '../store/datasets.ts'
import type { Workings } from '../workings.ts'
import type { DatasetName, NamedDataset } from './model/event.ts'

// OpenLineage, "Naming Conventions": AWS Glue, and S3.
const GLUE = /^arn:aws:glue:[^:]*:(\d{12})$/
const TABLE = /^table\/(.+)\/([^/]+)$/
const S3 = /^s3[an]?:\/\/[^/]+$/

/**
 * The dataset of this catalog that a job means, where the caller may DESCRIBE it. What is hidden
 * from them is as unknown as what is not there.
 */
export async function knownAs(
  deps: Workings,
  caller: Caller,
  { aliases, ...own }: NamedDataset,
): Promise<VisibleTable | undefined> {
  for (const name of [own, ...aliases]) {
    const ref = await refOf(deps, name)
    const [found] = ref ? await visibleAmong(deps, caller, [ref]) : []
    if (found) return found
  }
  return undefined
}

async function refOf(
  { sql }: Workings,
  { namespace, name }: DatasetName,
): Promise<TableRef | undefined> {
  const accountId = GLUE.exec(namespace)?.[1] as TableRef['accountId'] | undefined
  const [, database, table] = TABLE.exec(name) ?? []
  if (accountId && database && table) return { accountId, database, table }
  if (!S3.test(namespace)) return undefined
  const path = name.split(LEVEL).filter(Boolean).join('/')
  return findByLocation(sql, `${namespace.replace(/^s3[an]:/, 's3:')}/${path}`)
}
