import assert from 'node:assert/strict'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { buffer } from 'node:stream/consumers'
import { gunzipSync } from 'node:zlib'
import type { Attempt } from '../../../foundation/jobs.ts'
import type { ExportPlace } from '../exports/port.ts'
import { EXPORT_JOB } from '../exports/run-export.ts'
import type { ChainedRecord } from '../model/audit-chain.ts'
import { arn, givenTable, grantOfTrades, home } from './given-governance.ts'

/** Records of two days, and a place that keeps what is put. */
export async function givenExports() {
  const directory = await mkdtemp(join(tmpdir(), 'millrace-exports-'))
  const put = new Map<string, Buffer>()
  const puts: string[] = []
  const failing = new Set<string>()
  const after: { put?: () => Promise<void> } = {}
  const exportPlace: ExportPlace = {
    directory,
    actAs: async (caller) => caller,
    async put(_caller, { bucket, key }, body) {
      if ([...failing].some((part) => key.includes(part))) assert.fail('the network is away')
      puts.push(key)
      put.set(`${bucket}/${key}`, await buffer(body))
      await after.put?.()
    },
  }
  const given = await givenTable({ exportPlace })
  const { governance, caller } = given
  for (const [user, at] of [
    ['a', '2026-05-01T23:59:59Z'],
    ['b', '2026-05-02T00:00:00Z'],
  ] as const) {
    await governance.grantPermissions(caller('admin'), { ...grantOfTrades, principal: arn(user) })
    await given.pool.query('UPDATE foundation.outbox SET at = $1', [at])
    await governance.searchAudit(caller('admin'), { accountId: home })
  }
  return {
    ...given,
    ...{ put, puts, failing, after, directory },
    run: (id: string, attempt?: Attempt) => governance.jobs[EXPORT_JOB]!({ id }, attempt),
    listed: () => governance.listAuditExports(caller('admin'), { accountId: home }),
    records: () => [...put.values()].flatMap(recordsIn),
    async [Symbol.asyncDispose]() {
      await given[Symbol.asyncDispose]()
      await rm(directory, { recursive: true, force: true })
    },
  }
}

function recordsIn(file: Buffer): ChainedRecord[] {
  const lines = gunzipSync(file).toString('utf8').trim().split('\n')
  return lines.map((line) => {
    const { at, ...record } = JSON.parse(line)
    return { ...record, at: new Date(at) }
  })
}
