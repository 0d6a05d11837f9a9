import { createHash } from 'node:crypto'
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type pg from 'pg'
import { defineError } from './errors.ts'

export const migrationChanged = defineError<{ file: string }>({
  code: 'foundation.migration-changed',
  kind: 'internal',
  message: ({ file }) => `migration "${file}" was changed after it was applied`,
})

const FILE_NAME = /^\d{4}-[a-z0-9-]+\.sql$/
const LOCK = 8470 // Any constant: servers that share a database migrate one after the other.

/** Applies the migrations that the database lacks, in order, each in a transaction of its own. */
export async function migrate(pool: pg.Pool, directory: string): Promise<string[]> {
  const client = await pool.connect()
  try {
    await client.query('SELECT pg_advisory_lock($1)', [LOCK])
    await client.query(`CREATE TABLE IF NOT EXISTS public.migrations (
      file text PRIMARY KEY, digest text NOT NULL, applied_at timestamptz NOT NULL DEFAULT now())`)
    const { rows } = await client.query<{ file: string; digest: string }>(
      'SELECT file, digest FROM public.migrations',
    )
    return await applyMissing(client, directory, new Map(rows.map((row) => [row.file, row.digest])))
  } finally {
    await client.query('SELECT pg_advisory_unlock($1)', [LOCK])
    client.release()
  }
}

async function applyMissing(
  client: pg.PoolClient,
  directory: string,
  applied: Map<string, string>,
): Promise<string[]> {
  const files = (await readdir(directory)).filter((file) => FILE_NAME.test(file)).sort()
  const done: string[] = []
  for (const file of files) {
    const text = await readFile(join(directory, file), 'utf8')
    const digest = createHash('sha256').update(text).digest('hex')
    const known = applied.get(file)
    if (known !== undefined && known !== digest) throw migrationChanged({ file })
    if (known !== undefined) continue
    await applyOne(client, { file, text, digest })
    done.push(file)
  }
  return done
}

async function applyOne(
  client: pg.PoolClient,
  migration: { file: string; text: string; digest: string },
): Promise<void> {
  await client.query('BEGIN')
  try {
    await client.query(migration.text)
    await client.query('INSERT INTO public.migrations (file, digest) VALUES ($1, $2)', [
      migration.file,
      migration.digest,
    ])
    await client.query('COMMIT')
  } catch (error) {
    await client.query('ROLLBACK')
    throw error
  }
}
