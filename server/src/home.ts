import { randomBytes } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

/** The directory that holds all state, and where in it each part keeps its own. */
export interface Home {
  path: string
  postgres: string
  objects: string
  engine: string
  /** Python packages that sessions want beside those of an engine. */
  packages: string
  run: string
  logs: string
  /** Event logs of Spark, each named by the box of its driver. */
  events: string
  /** Homes of people, as their notebooks see them. */
  notebooks: string
  authority: string
  /** How far the audits of accounts were; see governance. */
  auditEnds: string
  /** What the SFTP landing shows itself by. */
  sftpHostKey: string
  /** 32 bytes that seal session tokens and secrets at rest. */
  sealKey: Buffer
  /** Lets whoever can read the home run the platform; it opens no data. */
  operatorToken: string
}

const KEY_BYTES = 32

/** Opens the home, making it on first use, readable by its owner alone. */
export function openHome(path: string): Home {
  mkdirSync(path, { recursive: true, mode: 0o700 })
  const at = (name: string) => join(path, name)
  for (const name of ['run', 'logs', 'objects', 'events', 'keys', 'ca'])
    mkdirSync(at(name), { recursive: true, mode: 0o700 })
  return {
    path,
    postgres: at('postgres'),
    objects: at('objects'),
    engine: at('engine'),
    packages: at('packages'),
    run: at('run'),
    logs: at('logs'),
    events: at('events'),
    notebooks: at('notebooks'),
    authority: at('ca'),
    auditEnds: at('audit-ends.json'),
    sftpHostKey: at('keys/sftp-host'),
    sealKey: Buffer.from(secret(at('keys/seal')), 'hex'),
    operatorToken: secret(at('keys/operator')),
  }
}

function secret(path: string): string {
  if (!existsSync(path)) writeWhole(path, randomBytes(KEY_BYTES).toString('hex'))
  return readFileSync(path, 'utf8').trim()
}

/** Writes a private file so that a reader sees the old text or the new, never a part. */
export function writeWhole(path: string, text: string): void {
  writeFileSync(`${path}.new`, text, { mode: 0o600 })
  renameSync(`${path}.new`, path)
}
