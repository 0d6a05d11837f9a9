import assert from 'node:assert/strict'
import { randomBytes, randomUUID } from 'node:crypto'
import { openDuckdb, quoteText } from '../../../foundation/duckdb.ts'
import { type TableFile, writeManifest } from '../model/manifest.ts'
import { describeManifest, readManifestList, writeManifestList } from '../model/manifest-list.ts'
import { currentSchema, currentSnapshot, defaultSpec } from '../model/metadata.ts'
import { nextSnapshot, snapshotCommit } from '../model/snapshot.ts'
import { flights } from './given-catalog.ts'
import type { GivenProjected } from './given-projected.ts'

// Iceberg spec, "Reserved Field IDs".
export const POSITION_IDS = '{file_path: 2147483546, pos: 2147483545}'

/** One commit of one delete file, as an engine that merges on read makes it. */
export async function commitDeletes(
  given: GivenProjected,
  file: Pick<TableFile, 'content'> & Partial<TableFile>,
): Promise<void> {
  await given.freely(async () => {
    const { catalog, storage, ana } = given
    const { metadata } = await catalog.loadTable(ana, flights)
    const before = currentSnapshot(metadata)
    assert.ok(before)
    const id = BigInt.asUintN(62, randomBytes(8).readBigUInt64LE())
    const place = `${metadata.location}/metadata/${id}`
    const facts = { format: 'PARQUET', specId: 0, partition: new Map(), recordCount: 1 }
    const whole = { location: '', sizeBytes: 1, ...facts, ...file }
    const entries = [{ status: 'added' as const, snapshotId: id, file: whole }]
    const schema = currentSchema(metadata)
    const formatVersion = metadata['format-version']
    const options = {
      formatVersion,
      schema,
      spec: defaultSpec(metadata),
      content: 'deletes' as const,
    }
    const bytes = writeManifest(entries, options)
    await storage.write(`${place}-m.avro`, bytes)
    const at = { location: `${place}-m.avro`, sizeBytes: bytes.length, snapshotId: id }
    const manifest = describeManifest(entries, { ...options, ...at })
    const manifestList = `${place}.avro`
    const summary = { ...before.summary, operation: 'delete' }
    const snapshot = nextSnapshot(metadata, { id, manifestList, now: new Date(), summary })
    const others = readManifestList(await storage.readAll(before['manifest-list']))
    const number = {
      parentSnapshotId: before['snapshot-id'],
      sequenceNumber: snapshot['sequence-number'],
    }
    const list = writeManifestList([...others, manifest], {
      formatVersion,
      snapshotId: id,
      ...number,
    })
    await storage.write(manifestList, list)
    await catalog.commitTable(ana, { ...flights, ...snapshotCommit(metadata, snapshot) })
  })
}

/** A delete file of the rows of `select`, below the table or elsewhere. */
export async function deleteFile(
  given: GivenProjected,
  { select, ids, below }: { select: string; ids: string; below?: string },
): Promise<{ location: string; sizeBytes: number }> {
  const { table } = await given.freely(() => given.load())
  const path = await given.storage.stagingPath()
  await using duckdb = await openDuckdb({ paths: [path] })
  await duckdb.run(`COPY (${select}) TO ${quoteText(path)} (FORMAT parquet, FIELD_IDS ${ids})`)
  const location = `${below ?? table.location}/data/deletes-${randomUUID()}.parquet`
  return given.storage.adopt(location, path)
}
